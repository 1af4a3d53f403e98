"use client";

import { useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Menu, MenuButton } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { download, fileName } from "../plots/download";
import { Segments } from "../plots/segments";
import { defaultFieldArcmin, type FieldArcmin, fieldFrom, fieldLabel, fieldParameter, fieldsArcmin } from "./field";
import { blobOfDataUrl, pngOf, svgText } from "./save-chart";
import styles from "./sky-view.module.css";
import { type Neighbour, StaticChart } from "./static-chart";
import { defaultSurveys, type SkySurvey } from "./surveys";
import { type ImagesState, useSkyImages } from "./use-sky-images";

export type SkyViewProps = {
  /** ICRS degrees, at the date of interest. */
  raDeg: number;
  decDeg: number;
  targetName: string;
  /** Other targets in the field that the viewer may see. */
  neighbours?: readonly Neighbour[];
  /** Surveys on offer, the first is shown first; empty = chart only. */
  surveys?: readonly SkySurvey[];
  /** Used while the URL (`sky.field`) says nothing. */
  initialFieldArcmin?: FieldArcmin;
  /** False: images come only when asked for. */
  auto?: boolean;
};

const notices: Partial<Record<ImagesState, string>> = {
  loading: "Loading the sky image",
  unreachable: "The image server cannot be reached; the chart stays.",
  "no-webgl": "This browser draws no sky images (WebGL 2 is missing); the chart stays.",
  failed: "The sky image could not be shown; the chart stays.",
};

const pngEdgePx = 1200;
const noNeighbours: readonly Neighbour[] = [];

/** The field of view, kept in the URL. */
function useField(initial: FieldArcmin) {
  const [field, setField] = useState(initial);
  useEffect(() => {
    const asked = new URLSearchParams(window.location.search).get(fieldParameter);
    if (asked !== null) setField(fieldFrom(asked));
  }, []);
  const choose = (next: FieldArcmin) => {
    setField(next);
    const search = new URLSearchParams(window.location.search);
    if (next === initial) search.delete(fieldParameter);
    else search.set(fieldParameter, String(next));
    const query = search.toString();
    window.history.replaceState(
      null,
      "",
      `${window.location.pathname}${query === "" ? "" : `?${query}`}${window.location.hash}`,
    );
  };
  return [field, choose] as const;
}

/**
 * The sky around a target: a chart from the server that works without network and script, and over it, once seen, survey
 * images (Aladin Lite), which come from outside this site. Nothing is reported to anyone.
 */
export function SkyView(props: SkyViewProps) {
  const { raDeg, decDeg, targetName, neighbours = noNeighbours, surveys = defaultSurveys, auto = true } = props;
  const [field, chooseField] = useField(props.initialFieldArcmin ?? defaultFieldArcmin);
  const [surveyId, setSurveyId] = useState(surveys[0]?.id ?? "");
  const survey = surveys.find(({ id }) => id === surveyId);
  const stage = useRef<HTMLDivElement>(null);
  const chart = useRef<HTMLDivElement>(null);
  const menuId = useId();
  const { state, images, start } = useSkyImages({
    stage,
    raDeg,
    decDeg,
    targetName,
    fieldDeg: field / 60,
    survey,
    neighbours,
    auto,
  });
  const shown = state === "shown";
  const isGone = state === "unreachable" || state === "failed";
  const closing = { popoverTarget: menuId, popoverTargetAction: "hide" } as const;

  const save = async (kind: "image" | "png" | "svg") => {
    const name = (what: string, extension: string) => fileName(targetName, what, extension, new Date());
    const svg = chart.current?.querySelector("svg");
    try {
      if (kind === "image" && images) download(blobOfDataUrl(await images.save()), name("sky", "png"));
      else if (svg && kind === "svg")
        download(new Blob([svgText(svg)], { type: "image/svg+xml" }), name("finder", "svg"));
      else if (svg) download(await pngOf(svgText(svg), pngEdgePx), name("finder", "png"));
    } catch {
      toast({ text: "The image could not be saved. Please try again.", tone: "bad" });
    }
  };
  return (
    <section className={styles.sky} aria-label={`Sky around ${targetName}`}>
      <div className={styles.toolbar}>
        <Segments
          label="Field of view"
          value={String(field)}
          onChange={(value) => chooseField(fieldFrom(value))}
          choices={fieldsArcmin.map((arcmin) => ({ value: String(arcmin), label: fieldLabel(arcmin) }))}
        />
        <span className={styles.push} />
        {shown ? (
          <Button
            small
            look="quiet"
            icon="crosshair"
            aria-label="Back to the target"
            title="Back to the target"
            onClick={images?.recentre}
          />
        ) : null}
        <Menu id={menuId} label="Save image" icon="download" iconOnly small look="quiet">
          {shown ? (
            <MenuButton type="button" {...closing} onClick={() => save("image")}>
              Sky image (PNG)
            </MenuButton>
          ) : null}
          <MenuButton type="button" {...closing} onClick={() => save("png")}>
            Finder chart (PNG)
          </MenuButton>
          <MenuButton type="button" {...closing} onClick={() => save("svg")}>
            Finder chart (SVG)
          </MenuButton>
        </Menu>
      </div>
      <div className={styles.stage}>
        <div ref={chart} className={styles.chart} inert={shown}>
          <StaticChart
            raDeg={raDeg}
            decDeg={decDeg}
            targetName={targetName}
            fieldArcmin={field}
            neighbours={neighbours}
          />
        </div>
        <div
          ref={stage}
          className={styles.images}
          hidden={state !== "shown" && state !== "loading" && state !== "waiting"}
        />
      </div>
      <div className={styles.foot}>
        {surveys.length === 0 || isGone ? null : (
          <select
            className={styles.select}
            aria-label="Survey"
            value={surveyId}
            onChange={(event) => setSurveyId(event.target.value)}
          >
            {surveys.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        )}
        {(state === "waiting" || isGone) && survey !== undefined ? (
          <Button small onClick={start}>
            {isGone ? "Try again" : "Show the sky image"}
          </Button>
        ) : null}
        <p aria-live="polite">{shown ? survey?.credit : (notices[state] ?? "")}</p>
      </div>
    </section>
  );
}
