"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { hasWebGl2, isReachable, type NoImages, type SkyImages, startSky } from "./aladin";
import type { Neighbour } from "./static-chart";
import type { SkySurvey } from "./surveys";

export type ImagesState = "waiting" | "loading" | "shown" | NoImages;

type Input = {
  stage: RefObject<HTMLDivElement | null>;
  raDeg: number;
  decDeg: number;
  targetName: string;
  fieldDeg: number;
  survey: SkySurvey | undefined;
  neighbours: readonly Neighbour[];
  /** Start by itself when the stage comes into view. */
  auto: boolean;
};

const looksNow = () => {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    colors: { target: token("--sky-target"), neighbour: token("--sky-mark"), background: token("--sky-ground") },
    font: getComputedStyle(document.body).fontFamily,
  };
};

/** Whether the person asked the browser to spare data. */
const sparesData = (): boolean =>
  "connection" in navigator &&
  typeof navigator.connection === "object" &&
  navigator.connection !== null &&
  "saveData" in navigator.connection &&
  navigator.connection.saveData === true;

/** Brings the sky images into the stage once it is seen (or on demand), as long as survey and WebGL are there. */
export function useSkyImages(input: Input): { state: ImagesState; images: SkyImages | null; start: () => void } {
  const { stage, auto, fieldDeg, survey } = input;
  // How often the images were asked for; a new number tries again.
  const [wanted, setWanted] = useState(0);
  const [state, setState] = useState<ImagesState>("waiting");
  const [images, setImages] = useState<SkyImages | null>(null);
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });

  useEffect(() => {
    const element = stage.current;
    if (!auto || element === null || sparesData()) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      observer.disconnect();
      setWanted(1);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [auto, stage]);

  useEffect(() => {
    const { survey: first, ...view } = latest.current;
    const element = stage.current;
    if (wanted === 0 || element === null || first === undefined) return;
    const control = new AbortController();
    let started: SkyImages | null = null;
    const begin = async (): Promise<ImagesState> => {
      if (!hasWebGl2()) return "no-webgl";
      if (!(await isReachable(first, control.signal))) return "unreachable";
      if (control.signal.aborted) return "waiting";
      const home = element.appendChild(document.createElement("div"));
      started = await startSky(home, { ...view, survey: first, ...looksNow() });
      if (control.signal.aborted) started.dispose();
      else setImages(started);
      return "shown";
    };
    setState("loading");
    begin()
      .catch((): ImagesState => "failed")
      .then((next) => {
        if (!control.signal.aborted) setState(next);
      });
    return () => {
      control.abort();
      started?.dispose();
      element.replaceChildren();
      setImages(null);
    };
  }, [wanted, stage]);

  useEffect(() => images?.setField(fieldDeg), [images, fieldDeg]);
  useEffect(() => {
    if (survey !== undefined) images?.setSurvey(survey);
  }, [images, survey]);

  const start = useCallback(() => setWanted((times) => times + 1), []);
  return { state, images, start };
}
