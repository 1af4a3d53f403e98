"use client";

import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import type { LightCurveChart } from "./chart";
import type { Hit } from "./hit-test";
import styles from "./light-curve.module.css";
import type { PointFacts } from "./point-facts";
import type { Tool } from "./tools";
import { Tooltip } from "./tooltip";
import { type Box, useBox } from "./use-box";
import { useWheelManners } from "./use-wheel-manners";

type Props = {
  frame: RefObject<HTMLDivElement | null>;
  chart: RefObject<LightCurveChart | null>;
  label: string;
  describedBy: string;
  tool: Tool;
  /** The tool was chosen on purpose, so a finger may use it. */
  toolChosen: boolean;
  /** Changes whenever what is drawn does: a point under the pointer may be gone. */
  drawn: unknown;
  find: (x: number, y: number, reachPx: number) => Hit | null;
  step: (from: Hit | null, direction: 1 | -1) => Hit | null;
  facts: (row: number) => PointFacts;
  onBox: (box: Box) => void;
  onZoomKey: (factor: number | null) => void;
};

const words = (facts: PointFacts): string =>
  [facts.title, facts.value, ...facts.lines.map(({ label, text }) => `${label} ${text}`)].join(", ");

const reach = { mouse: 12, pen: 16, touch: 26 } as const;
const reachOf = (kind: string): number => (kind === "touch" || kind === "pen" ? reach[kind] : reach.mouse);

/** An application widget takes the focus itself: the arrow keys walk along the points. */
const inTabOrder = 0;

/** The plot itself: canvas, pointer, keys, tooltip. */
export function Stage(props: Props) {
  const { chart, tool } = props;
  const surface = useRef<HTMLDivElement>(null);
  const [hit, setHit] = useState<Hit | null>(null);
  const [said, setSaid] = useState("");
  const [drawn, setDrawn] = useState(props.drawn);
  if (drawn !== props.drawn) {
    setDrawn(props.drawn);
    setHit(null);
  }
  useWheelManners(surface);
  const { box, handlers, drawing } = useBox({
    active: tool !== "pan",
    touch: props.toolChosen,
    area: () => chart.current?.area() ?? null,
    onBox: props.onBox,
  });
  useEffect(() => {
    const hide = () => setHit(null);
    window.addEventListener("scroll", hide, { passive: true });
    return () => window.removeEventListener("scroll", hide);
  }, []);

  const look = (event: PointerEvent<HTMLDivElement>) => {
    const rect = event.currentTarget.getBoundingClientRect();
    setHit(props.find(event.clientX - rect.left, event.clientY - rect.top, reachOf(event.pointerType)));
  };
  const key = (event: KeyboardEvent) => {
    const move = { ArrowRight: 1, ArrowLeft: -1 } as const;
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      const next = props.step(hit, move[event.key]);
      if (next !== null) {
        setHit(next);
        setSaid(words(props.facts(next.row)));
      }
    } else if (event.key === "Escape" && hit !== null) setHit(null);
    else if (event.key === "+" || event.key === "=") props.onZoomKey(0.7);
    else if (event.key === "-") props.onZoomKey(1 / 0.7);
    else if (event.key === "0") props.onZoomKey(null);
    else return;
    event.preventDefault();
  };
  const at = hit === null || drawing ? null : (chart.current?.toPixel(hit.x, hit.y) ?? null);
  return (
    <div className={styles.plot}>
      <div
        ref={surface}
        className={classNames(styles.surface, tool === "pan" && styles.panning, props.toolChosen && styles.touch)}
        tabIndex={inTabOrder}
        role="application"
        aria-roledescription="light curve"
        aria-label={props.label}
        aria-describedby={props.describedBy}
        aria-keyshortcuts="ArrowLeft ArrowRight + - 0 Escape"
        onKeyDown={key}
        {...handlers}
        onPointerMove={(event) => {
          handlers.onPointerMove(event);
          if (!drawing) look(event);
        }}
        onPointerLeave={() => setHit(null)}
        onClick={(event) => look(event as unknown as PointerEvent<HTMLDivElement>)}
      >
        <div ref={props.frame} className={styles.canvas} />
      </div>
      {box === null ? null : (
        <div
          className={styles.box}
          style={{ left: box.left, top: box.top, width: box.right - box.left, height: box.bottom - box.top }}
        />
      )}
      {hit === null || at === null ? null : (
        <>
          <div className={styles.mark} style={{ left: at[0], top: at[1] }} />
          <Tooltip
            facts={props.facts(hit.row)}
            at={{ x: at[0], y: at[1] }}
            widthPx={surface.current?.clientWidth ?? 600}
          />
        </>
      )}
      <output className="spoken" aria-live="polite">
        {said}
      </output>
    </div>
  );
}
