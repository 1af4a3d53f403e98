/** The checks as a layer: each check is a test. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheDir, root } from "../steps/checkout.mjs";
import { ChildFailed, run } from "../steps/processes.mjs";

/** @returns {Promise<import("./vitest.mjs").Counts>} */
export async function runChecks() {
  const file = join(cacheDir, "check.json");
  rmSync(file, { force: true });
  try {
    await run(process.execPath, [join(root, "scripts/check.mjs"), "--report", file], { show: true });
  } catch (error) {
    if (!(error instanceof ChildFailed)) throw error;
  }
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, notes: ["the checks ended without a report"] };
  return { ...JSON.parse(readFileSync(file, "utf8")), notes: [] };
}
