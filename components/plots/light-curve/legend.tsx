"use client";

import { type MouseEvent, useMemo } from "react";
import { BandShapeMark } from "@/components/ui/band-mark";
import { classNames } from "@/components/ui/class-names";
import { bandOf, outlineOf } from "@/lib/astro/bands";
import { counted } from "@/lib/core/counted";
import styles from "./legend.module.css";
import type { PlotModel } from "./plot-model";
import { isolate, toggle } from "./series-visibility";
import { bandLabel } from "./theme";

type Props = {
  model: PlotModel;
  hidden: ReadonlySet<string>;
  onHidden: (hidden: readonly string[]) => void;
};

/** Survey x band. Click: off and on. Double-click, or click with Shift: only this one, and again all. */
export function Legend({ model, hidden, onHidden }: Props) {
  const surveys = useMemo(() => {
    const bySource = new Map<string, { key: string; band: string; rowCount: number }[]>();
    for (const { key, source, band, rowCount } of model.series) {
      const list = bySource.get(source) ?? [];
      list.push({ key, band, rowCount });
      bySource.set(source, list);
    }
    return [...bySource];
  }, [model]);
  const all = useMemo(() => model.series.map(({ key }) => key), [model]);

  const click = (event: MouseEvent, key: string) => {
    // The second click of a double-click comes with detail 2; it undoes the first by isolating.
    if (event.shiftKey || event.detail === 2) onHidden(isolate(all, hidden, key, event.detail === 2));
    else if (event.detail <= 1) onHidden(toggle(hidden, key));
  };
  return (
    <div className={styles.legend}>
      {surveys.map(([source, series]) => (
        <fieldset key={source} className={styles.survey}>
          <legend className="spoken">{source}</legend>
          <span className={styles.name} aria-hidden="true" title={`Outline: ${outlineOf(source)}`}>
            <span className={classNames(styles.outline, styles[outlineOf(source)])} />
            {source}
          </span>
          {series.map(({ key, band, rowCount }) => {
            const style = bandOf(bandLabel(band));
            return (
              <button
                key={key}
                type="button"
                className={styles.item}
                aria-pressed={!hidden.has(key)}
                aria-label={`${source} ${style.label}, ${counted(rowCount, "point")}`}
                title="Click: off or on. Double-click: only this one."
                onClick={(event) => click(event, key)}
              >
                <BandShapeMark style={style} />
                <span className={styles.band}>{style.label}</span>
                <span className={styles.count}>{rowCount}</span>
              </button>
            );
          })}
        </fieldset>
      ))}
    </div>
  );
}
