import { LineChart } from "echarts/charts";
import { DataZoomInsideComponent, GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { expect, it } from "vitest";
import type { PlotTheme } from "../light-curve/theme";
import { spectrumOption } from "./option";
import type { SpectrumSamples } from "./spectrum-types";

use([LineChart, GridComponent, DataZoomInsideComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

const theme = { font: "sans-serif", text: "#111", muted: "#666", panel: "#fff", accent: "#2952cc" } as PlotTheme;

it("a spectrum is drawn with the name of each marked line that has room, to be seen", () => {
  const [widthPx, heightPx] = [1000, 340];
  const wavelength = Array.from({ length: 100 }, (_, index) => 3500 + index * 60);
  const samples = { wavelength, flux: wavelength.map(() => 1), fluxErr: null, wavelengthUnit: "Angstrom" };
  const chart = init(null, null, { renderer: "svg", ssr: true, width: widthPx, height: heightPx });
  chart.setOption(
    spectrumOption(
      { ...samples, fluxUnit: null, medium: "air" } as SpectrumSamples,
      { redshift: 0, window: 1, lines: ["H", "CaII"] },
      { theme, narrow: false, widthPx, heightPx },
      { from: 3500, to: 9440 },
    ),
  );
  const svg = chart.renderToSVGString();
  chart.dispose();
  for (const name of ["Hα", "Hβ", "Hγ", "Hδ", "Ca II"]) {
    const [drawn] = new RegExp(`<text[^>]*>${name}</text>`).exec(svg) ?? [];
    expect(drawn, name).toBeDefined();
    expect(drawn, name).not.toMatch(/opacity="0"/);
  }
});
