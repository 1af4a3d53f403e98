/** The layers that vitest runs. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheDir, root } from "../steps/checkout.mjs";
import { ChildFailed, run } from "../steps/processes.mjs";

/**
 * @typedef {{ passed: number, failed: number, skipped: number, notes: string[] }} Counts
 *   `notes`: what a reader must know besides the numbers
 */

/**
 * Counts of a vitest report. A file that could not even be loaded is one failure.
 * @returns {Counts}
 */
export function countVitest(report) {
  const broken = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    notes: [],
  };
}

/**
 * @param {string} layer name of the vitest project
 * @param {{ env?: Record<string, string | undefined> }} [options]
 * @returns {Promise<Counts>}
 */
export async function runVitest(layer, options = {}) {
  const file = join(cacheDir, `vitest-${layer}.json`);
  rmSync(file, { force: true });
  const args = ["run", "--project", layer, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  let ended = 0;
  try {
    await run(join(root, "node_modules/.bin/vitest"), args, { env: options.env ?? {}, show: true });
  } catch (error) {
    if (!(error instanceof ChildFailed)) throw error;
    ended = error.code ?? 1;
  }
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, notes: ["vitest ended without a report"] };
  const counts = countVitest(JSON.parse(readFileSync(file, "utf8")));
  if (counts.passed + counts.failed + counts.skipped === 0) return counts;
  // An error outside any test fails the run though every test passed.
  if (ended !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}
