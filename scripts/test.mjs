/**
 * `npm test` runs every layer; `npm test -- <layer> ...` some of them. Prints a line a layer, and last
 * `N passed, N failed`, with `, N skipped` when something could not be run here, and why above it.
 */
import { runBrowser } from "./layers/browser.mjs";
import { runChecks } from "./layers/checks.mjs";
import { runVitest } from "./layers/vitest.mjs";
import { ensureBuilt } from "./steps/build.mjs";
import { findInngest } from "./steps/inngest.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { withLock } from "./steps/lock.mjs";
import { ChildFailed, endOnSignal } from "./steps/processes.mjs";
import { endWith, say, sayStep } from "./steps/report.mjs";
import { findSqld } from "./steps/sqld.mjs";

const waiting = (pid) => say(`Waiting for process ${pid}, which installs or builds here`);

let build;
/** The built server, made once for all layers that start it. */
const built = () => {
  build ??= withLock("checkout", ensureBuilt, waiting);
  return build;
};

async function services() {
  await built();
  const found = [await findSqld(), await findInngest()];
  const counts = await runVitest("services");
  return { ...counts, notes: found.flatMap((server) => ("missing" in server ? [server.missing] : [])) };
}

/** Faults as smoke in `npm test`; alone, the layer runs at length. */
const faults = (alone) => async () => {
  await built();
  return runVitest("faults", { env: { TOM_FAULTS: process.env.TOM_FAULTS ?? (alone ? "long" : "smoke") } });
};

const layers = (alone) => ({
  check: runChecks,
  unit: () => runVitest("unit"),
  services,
  corpus: () => runVitest("corpus"),
  faults: faults(alone),
  e2e: async () => {
    await built();
    return runBrowser();
  },
});

async function runLayer(name, work) {
  say(`\n── ${name} ${"─".repeat(Math.max(0, 60 - name.length))}`);
  const started = performance.now();
  let counts;
  try {
    counts = await work();
  } catch (error) {
    const output = error instanceof ChildFailed ? `${error.output.trim()}\n` : "";
    counts = { passed: 0, failed: 1, skipped: 0, notes: [`${output}${error.message}`] };
  }
  // A layer that looked at nothing has not passed.
  if (counts.passed + counts.failed + counts.skipped === 0) {
    counts = { ...counts, failed: 1, notes: [...counts.notes, "no test ran"] };
  }
  sayStep(name, started);
  return { name, ...counts };
}

const textOf = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;

endOnSignal();
const wanted = process.argv.slice(2);
const known = layers(wanted.length === 1);
const unknown = wanted.filter((name) => !(name in known));
if (unknown.length > 0) endWith(`no layer ${unknown.join(", ")}; there are: ${Object.keys(known).join(", ")}`);
try {
  await withLock("checkout", ensureInstalled, waiting);
  const results = [];
  for (const name of wanted.length > 0 ? wanted : Object.keys(known)) results.push(await runLayer(name, known[name]));
  say("");
  for (const result of results) {
    say(`${result.name.padEnd(10)} ${textOf(result)}`);
    for (const note of result.notes) say(`           ${note}`);
  }
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const result of results) for (const key of Object.keys(total)) total[key] += result[key];
  say(textOf(total));
  process.exit(total.failed === 0 ? 0 : 1);
} catch (error) {
  endWith(error);
}
