import type { AladinView, MarkPainter } from "aladin-lite";
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
  font: string;
};

const readableOver = 3;
const gapPx = 11;

/** Draws a name beside a mark so that it reads over any image. */
function nameBeside(canvas: CanvasRenderingContext2D, name: string, x: number, y: number, view: View): void {
  canvas.font = `500 12px ${view.font}`;
  canvas.lineWidth = readableOver;
  canvas.lineJoin = "round";
  canvas.strokeStyle = view.colors.background;
  const toLeft = x + canvas.measureText(name).width > canvas.canvas.clientWidth;
  canvas.textAlign = toLeft ? "right" : "left";
  const from = toLeft ? x - 2 * gapPx : x;
  canvas.strokeText(name, from, y);
  canvas.fillText(name, from, y);
}

/** Two strokes beside the target, like on the chart: what one looks for stays free. */
function drawTarget(view: View): MarkPainter {
  return ({ x, y }, canvas) => {
    canvas.strokeStyle = view.colors.target;
    canvas.fillStyle = view.colors.target;
    canvas.lineWidth = 2;
    canvas.beginPath();
    canvas.moveTo(x, y - 12);
    canvas.lineTo(x, y - 36);
    canvas.moveTo(x + 12, y);
    canvas.lineTo(x + 36, y);
    canvas.stroke();
    nameBeside(canvas, view.targetName, x + 42, y + 4, view);
  };
}

function drawNeighbour(view: View): MarkPainter {
  return ({ x, y, data }, canvas) => {
    canvas.strokeStyle = view.colors.neighbour;
    canvas.fillStyle = view.colors.neighbour;
    canvas.lineWidth = 1.5;
    canvas.beginPath();
    canvas.arc(x, y, 7, 0, Math.PI * 2);
    canvas.stroke();
    nameBeside(canvas, data.name, x + gapPx, y + 14, view);
  };
}

function addMarks(A: typeof import("aladin-lite").default, view: AladinView, wanted: View): void {
  const others = A.catalog({ name: "Other targets", shape: drawNeighbour(wanted), sourceSize: 14 });
  others.addSources(wanted.neighbours.map(({ raDeg, decDeg, name }) => A.source(raDeg, decDeg, { name })));
  view.addCatalog(others);
  const target = A.catalog({ name: wanted.targetName, shape: drawTarget(wanted), sourceSize: 18 });
  target.addSources([A.source(wanted.raDeg, wanted.decDeg, { name: wanted.targetName })]);
  view.addCatalog(target);
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
