/**
 * `npm run check`: types, lint, import rules, dead code, rules on the source text, and the canaries that prove that
 * these programs see the code. One line a check, findings below it. `--report FILE` writes the counts.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { checkImports } from "./checks/imports.mjs";
import { checkVersions } from "./checks/versions.mjs";
import { cacheDir, root } from "./steps/checkout.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { withLock } from "./steps/lock.mjs";
import { ChildFailed, endOnSignal, run } from "./steps/processes.mjs";
import { endWith, say } from "./steps/report.mjs";
import { biomePath, tsxPath } from "./steps/tools.mjs";

const bin = (name) => join(root, "node_modules/.bin", name);
const lines = (text) =>
  text
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== "");

/** A tool whose findings are what it prints when it fails. */
const tool = (command, args) => async () => {
  try {
    await run(command, args, { env: { NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1", FORCE_COLOR: undefined } });
    return { findings: [] };
  } catch (error) {
    if (error instanceof ChildFailed) return { findings: lines(error.output || error.message) };
    throw error;
  }
};

/** Lint and format, a line a finding. */
async function lint() {
  const flags = ["--colors=off", "--reporter=github", "--error-on-warnings", "--max-diagnostics=none"];
  const { findings } = await tool(process.execPath, [biomePath(), "ci", ...flags])();
  const found = findings.flatMap((line) => {
    const parts = /^::\w+ title=([^,]+),file=(.+?),line=(\d+),.*?::(.*)$/.exec(line);
    if (!parts) return [];
    const [, rule, path, number, message] = parts;
    return [`${relative(root, path)}:${number}: ${message} (${rule})`];
  });
  // It failed for a reason that is not a finding: then what it says is the finding.
  return { findings: found.length > 0 ? found : findings };
}

async function types() {
  // Route types and the ambient types of Next, which are written, not kept.
  if (existsSync(join(root, "app"))) {
    const written = await tool(bin("next"), ["typegen"])();
    if (written.findings.length > 0) return written;
  }
  return tool(bin("tsc"), ["--noEmit", "--pretty", "false"])();
}

/** The rules on the source text; each is a check of its own. */
async function sourceRules() {
  const output = await run(process.execPath, [tsxPath(), "tests/architecture/source-check.ts"]);
  return JSON.parse(output);
}

/** The canaries run as tests; a failing one is a finding. */
async function canaries() {
  const report = join(cacheDir, "canaries.json");
  rmSync(report, { force: true });
  const args = ["run", "--project", "architecture", "--reporter=json", `--outputFile=${report}`];
  const result = await tool(bin("vitest"), args)();
  if (!existsSync(report))
    return { findings: result.findings.length > 0 ? result.findings : ["vitest wrote no report"] };
  const { testResults, numPassedTests } = JSON.parse(readFileSync(report, "utf8"));
  const failed = testResults.flatMap((file) => [
    ...(file.status === "failed" && file.assertionResults.length === 0 ? [`${file.name}: ${file.message}`] : []),
    ...file.assertionResults
      .filter((test) => test.status === "failed")
      .map((test) => `${test.fullName}: ${lines(test.failureMessages.join("\n")).slice(0, 6).join("\n    ")}`),
  ]);
  const findings = numPassedTests === 0 && failed.length === 0 ? ["no canary ran"] : failed;
  return { note: `${numPassedTests} canaries`, findings, passed: numPassedTests };
}

const counts = { passed: 0, failed: 0, skipped: 0 };

function tell(name, result, sinceMs) {
  const time = sinceMs === null ? "" : `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
  const bad = result.findings.length > 0;
  const what = bad
    ? `${result.findings.length} finding${result.findings.length === 1 ? "" : "s"}`
    : (result.note ?? "");
  say(`${bad ? "FAIL" : "ok  "}  ${name.padEnd(38)} ${what.padEnd(16)} ${time}`.trimEnd());
  for (const finding of result.findings) say(`      ${finding}`);
  for (const line of result.remarks ?? []) say(`      ${line}`);
  counts.passed += result.passed ?? (bad ? 0 : 1);
  counts.failed += bad ? (result.passed === undefined ? 1 : result.findings.length) : 0;
}

async function check(name, work) {
  const started = performance.now();
  const result = await Promise.resolve()
    .then(work)
    .catch((error) => ({ findings: lines(error.output || error.message) }));
  tell(name, result, started);
}

/** Two lanes: the compiler fills one processor, the rest shares the other. */
async function checkAll() {
  const compiler = check("types", types);
  await check("versions", checkVersions);
  await check("lint and format", lint);
  await check("import rules", checkImports);
  await check("api registry", tool(process.execPath, [join(root, "scripts/generate-api-registry.mjs"), "--check"]));
  await check("dead code", tool(bin("knip"), ["--no-progress"]));
  const started = performance.now();
  try {
    for (const { name, ...result } of await sourceRules()) tell(name, result, null);
  } catch (error) {
    tell("source rules", { findings: lines(error.output || error.message) }, started);
  }
  await compiler;
  await check("canaries", canaries);
}

endOnSignal();
try {
  await withLock("checkout", ensureInstalled, (pid) =>
    say(`Waiting for process ${pid}, which installs or builds here`),
  );
  await checkAll();
  const at = process.argv.indexOf("--report");
  if (at > 0) writeFileSync(process.argv[at + 1], JSON.stringify(counts));
  say(`checks: ${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
} catch (error) {
  endWith(error);
}
