/** The few calls of Aladin Lite 3.8.2 that the sky view makes; the package brings no types. */
declare module "aladin-lite" {
  export type AladinOptions = {
    survey: string;
    /** Names of surveys to offer; empty, so that nothing is fetched for a menu that is not shown. */
    hipsList: readonly string[];
    target: string;
    fov: number;
    cooFrame: "ICRS";
    projection: "TAN";
    /** True reports each start to CDS. */
    log: boolean;
    backgroundColor: string;
    reticleColor: string;
    showReticle: boolean;
    showLayersControl: boolean;
    showFullscreenControl: boolean;
    showProjectionControl: boolean;
    showStatusBar: boolean;
    showFrame: boolean;
    showFov: boolean;
    showCooLocation: boolean;
    showZoomControl: boolean;
    lockNorthUp: boolean;
  };

  /** Draws one source at its place, in pixels of the view. */
  export type MarkPainter = (
    source: { x: number; y: number; data: { name: string } },
    canvas: CanvasRenderingContext2D,
  ) => void;

  export type Catalogue = { addSources(sources: readonly unknown[]): void };

  export type AladinView = {
    setFoV(degrees: number): void;
    gotoRaDec(raDeg: number, decDeg: number): void;
    setImageSurvey(url: string): void;
    addCatalog(catalogue: Catalogue): void;
    getViewDataURL(options: { format: string; logo: boolean }): Promise<string>;
  };

  const A: {
    /** Resolves when the WebAssembly part is there; rejects without WebGL 2. */
    init: Promise<void>;
    aladin(element: HTMLElement, options: AladinOptions): AladinView;
    catalog(options: { name: string; shape: MarkPainter; sourceSize: number }): Catalogue;
    source(raDeg: number, decDeg: number, data: { name: string }): unknown;
  };
  export default A;
}
