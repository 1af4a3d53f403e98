import type { AladinView } from "aladin-lite";
import type { Neighbour } from "./static-chart";
import type { SkySurvey } from "./surveys";

/** The sky as images. `save` gives a PNG as data URL, with the logo of Aladin that its terms ask for. */
export type SkyImages = {
  setField(degrees: number): void;
  setSurvey(survey: SkySurvey): void;
  recentre(): void;
  save(): Promise<string>;
  dispose(): void;
};

/** Why there are no images; each has its own sentence. */
export type NoImages = "no-webgl" | "unreachable" | "failed";

const reachableWithinMs = 7000;

/** Aladin Lite draws with WebGL 2; asking for it costs a context, which is given back at once. */
export function hasWebGl2(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

/** A HiPS is there when its properties are. Asked before 800 kB of viewer are fetched for nothing. */
export async function isReachable(survey: SkySurvey, signal: AbortSignal): Promise<boolean> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(reachableWithinMs)]);
    const response = await fetch(`${survey.url}/properties`, { signal: limit, credentials: "omit" });
    return response.ok;
  } catch {
    return false;
  }
}

type View = {
  raDeg: number;
  decDeg: number;
  targetName: string;
  fieldDeg: number;
  survey: SkySurvey;
  neighbours: readonly Neighbour[];
  colors: { target: string; neighbour: string; background: string };
};

function addMarks(A: typeof import("aladin-lite").default, view: AladinView, wanted: View): void {
  const catalogue = (name: string, shape: "circle" | "cross", color: string, sourceSize: number) =>
    A.catalog({ name, shape, color, sourceSize, displayLabel: true, labelColumn: "name", labelColor: color });
  const target = catalogue("target", "cross", wanted.colors.target, 18);
  target.addSources([A.source(wanted.raDeg, wanted.decDeg, { name: wanted.targetName })]);
  view.addCatalog(target);
  if (wanted.neighbours.length === 0) return;
  const others = catalogue("others", "circle", wanted.colors.neighbour, 14);
  others.addSources(wanted.neighbours.map(({ raDeg, decDeg, name }) => A.source(raDeg, decDeg, { name })));
  view.addCatalog(others);
}

/** Starts the viewer in an empty element. Rejects when the package or WebGL fails. */
export async function startSky(element: HTMLElement, wanted: View): Promise<SkyImages> {
  const { default: A } = await import("aladin-lite");
  await A.init;
  const view = A.aladin(element, {
    survey: wanted.survey.url,
    hipsList: [],
    target: `${wanted.raDeg} ${wanted.decDeg}`,
    fov: wanted.fieldDeg,
    cooFrame: "ICRS",
    projection: "TAN",
    log: false,
    backgroundColor: wanted.colors.background,
    reticleColor: wanted.colors.target,
    showReticle: false,
    showLayersControl: false,
    showFullscreenControl: true,
    showProjectionControl: false,
    showStatusBar: false,
    showFrame: false,
    showFov: true,
    showCooLocation: true,
    showZoomControl: true,
    lockNorthUp: true,
  });
  addMarks(A, view, wanted);
  let shownUrl = wanted.survey.url;
  return {
    setField: (degrees) => view.setFoV(degrees),
    setSurvey(survey) {
      if (survey.url !== shownUrl) view.setImageSurvey(survey.url);
      shownUrl = survey.url;
    },
    recentre: () => view.gotoRaDec(wanted.raDeg, wanted.decDeg),
    save: () => view.getViewDataURL({ format: "image/png", logo: true }),
    dispose() {
      // There is no way to end it but to give its drawing contexts back.
      for (const canvas of element.querySelectorAll("canvas")) {
        canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
      }
      element.replaceChildren();
    },
  };
}
