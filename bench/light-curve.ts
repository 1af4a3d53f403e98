/**
 * First draw of a light curve in a headless browser: from the columns as they arrive to painted pixels, beside bare uPlot
 * (ready arrays, the same points and error bars) in the same run. A fresh page for every draw; the plotters take turns.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "@playwright/test";
import { build } from "esbuild";
import { findBrowser } from "../scripts/steps/browser.mjs";
import { note } from "./harness/report";
import type { Drawn, Plotter } from "./light-curve/page";

const points = 100_000;
const rounds = 7;
const limitRatio = 2;

const browserArgs = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

async function bundle(): Promise<string> {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("./light-curve/page.ts", import.meta.url))],
    absWorkingDir: root,
    tsconfig: `${root}tsconfig.json`,
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser",
    define: { "process.env.NODE_ENV": '"production"' },
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

/** One page with one script, on a free port of this machine. */
async function serve(script: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const isScript = request.url === "/page.js";
    response.setHeader("content-type", isScript ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8");
    response.end(
      isScript ? script : '<!doctype html><html lang="en"><body><script src="/page.js"></script></body></html>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

async function drawIn(browser: Browser, url: string, plotter: Plotter): Promise<Drawn> {
  const page = await browser.newPage({ viewport: { width: 1100, height: 800 } });
  try {
    await page.goto(url);
    return await page.evaluate(([name, count]) => window.drawOnce(name, count), [plotter, points] as const);
  } finally {
    await page.close();
  }
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** `value` is how many times as long as uPlot; `samples` are milliseconds. */
function report(name: string, samples: readonly number[], baseline: readonly number[], limit: number | null): void {
  const ratio = median(samples) / median(baseline);
  const ok = limit === null || ratio <= limit;
  console.log(JSON.stringify({ name, unit: "x uPlot", value: ratio, limit, ratio, samples, baseline, ok }));
}

const found = await findBrowser(note);
if ("missing" in found) throw new Error(found.missing);
const executablePath = found.executable;
const site = await serve(await bundle());
const browser = await chromium.launch({ args: browserArgs, ...(executablePath ? { executablePath } : {}) });
try {
  const drawn: Record<Plotter, Drawn[]> = { ours: [], uplot: [], "uplot-bare": [] };
  const plotters = ["uplot", "ours", "uplot-bare"] as const;
  for (let round = 0; round < rounds; round += 1) {
    // Each round starts with another one, so that none is always first.
    for (let turn = 0; turn < plotters.length; turn += 1) {
      const plotter = plotters[(round + turn) % plotters.length] ?? "ours";
      drawn[plotter].push(await drawIn(browser, site.url, plotter));
    }
  }
  const first = (plotter: Plotter) => drawn[plotter].map(({ firstDrawMs }) => firstDrawMs);
  const zoom = (plotter: Plotter) => drawn[plotter].map(({ zoomMs }) => zoomMs);
  report(
    "light-curve first draw of 100,000 points with error bars, to uPlot",
    first("ours"),
    first("uplot"),
    limitRatio,
  );
  report("light-curve first draw, to uPlot without error bars", first("ours"), first("uplot-bare"), null);
  report("light-curve zoom to a fifth, to uPlot", zoom("ours"), zoom("uplot"), null);
} finally {
  await browser.close();
  site.close();
}
