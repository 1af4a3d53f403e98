/** The browser layer: the built server, the stand-in of the brokers, and Playwright. */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findBrowser } from "../steps/browser.mjs";
import { cacheDir, root } from "../steps/checkout.mjs";
import { ChildFailed, run } from "../steps/processes.mjs";
import { say } from "../steps/report.mjs";

/** @typedef {import("./vitest.mjs").Counts} Counts */

const specs = () =>
  existsSync(join(root, "e2e"))
    ? readdirSync(join(root, "e2e"), { recursive: true }).filter((name) => String(name).endsWith(".spec.ts")).length
    : 0;

/**
 * Counts of a Playwright report. Errors outside any test (a set-up that failed) are one failure each.
 * @returns {Counts}
 */
export function countPlaywright(report) {
  const { expected, unexpected, skipped, flaky } = report.stats;
  const outside = report.errors?.length ?? 0;
  return { passed: expected, failed: unexpected + flaky + outside, skipped, notes: [] };
}

/** @returns {Promise<Counts>} */
export async function runBrowser() {
  const browser = await findBrowser(say);
  if ("missing" in browser) {
    return { passed: 0, failed: 0, skipped: Math.max(1, specs()), notes: [browser.missing] };
  }
  const file = join(cacheDir, "playwright.json");
  rmSync(file, { force: true });
  const env = {
    TOM_CHROMIUM: browser.executable,
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    NO_COLOR: "1",
    FORCE_COLOR: undefined,
  };
  let ended = 0;
  try {
    await run(join(root, "node_modules/.bin/playwright"), ["test", "--reporter=list,json"], { env, show: true });
  } catch (error) {
    if (!(error instanceof ChildFailed)) throw error;
    ended = error.code ?? 1;
  }
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, notes: ["Playwright ended without a report"] };
  const counts = countPlaywright(JSON.parse(readFileSync(file, "utf8")));
  if (ended !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}
