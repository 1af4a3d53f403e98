/**
 * `npm run bench -- [name] ... [--json]`: the files of bench/, one after the other. Each prints JSON lines
 * `{ name, unit, value, limit, ratio, samples, ok }`; with `--json` these lines alone are printed.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ensureBuilt } from "./steps/build.mjs";
import { root } from "./steps/checkout.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { withLock } from "./steps/lock.mjs";
import { endWith, say } from "./steps/report.mjs";
import { tsxPath } from "./steps/tools.mjs";

const args = process.argv.slice(2);
const json = args.includes("--json");
const wanted = args.filter((arg) => !arg.startsWith("--"));
const directory = join(root, "bench");

const available = existsSync(directory)
  ? readdirSync(directory)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => name.slice(0, -3))
      .sort()
  : [];

const shown = (number) => (typeof number === "number" ? Number(number.toPrecision(4)).toString() : "");

function print(result) {
  if (json) return say(JSON.stringify(result));
  const limit = result.limit === undefined || result.limit === null ? "" : `limit ${shown(result.limit)}`;
  const ratio = result.ratio === undefined || result.ratio === null ? "" : `ratio ${shown(result.ratio)}`;
  const value = `${shown(result.value)} ${result.unit ?? ""}`;
  say(
    `${result.ok === false ? "MISS" : "ok  "}  ${result.name.padEnd(44)} ${value.padEnd(20)} ${limit.padEnd(16)} ${ratio}`,
  );
}

function asResult(line) {
  try {
    const value = JSON.parse(line);
    return typeof value?.name === "string" && "value" in value ? value : null;
  } catch {
    return null;
  }
}

/** @returns {Promise<{ results: object[], code: number }>} */
function runOne(name) {
  const env = { ...process.env, NODE_ENV: "production", LOG_LEVEL: process.env.LOG_LEVEL ?? "warn" };
  const child = spawn(process.execPath, [tsxPath(), join("bench", `${name}.ts`)], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const results = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    const result = asResult(line);
    if (result) {
      results.push(result);
      print(result);
    } else if (!json) say(`      ${line}`);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ results, code: code ?? 1 }));
  });
}

const unknown = wanted.filter((name) => !available.includes(name));
if (unknown.length > 0 || available.length === 0) {
  endWith(`no benchmark ${unknown.join(", ")}; there are: ${available.join(", ") || "none"}`);
}
try {
  await withLock(
    "checkout",
    async () => {
      await ensureInstalled();
      await ensureBuilt();
    },
    (pid) => process.stderr.write(`Waiting for process ${pid}\n`),
  );
  mkdirSync(join(directory, "results"), { recursive: true });
  let bad = 0;
  for (const name of wanted.length > 0 ? wanted : available) {
    const { results, code } = await runOne(name);
    writeFileSync(join(directory, "results", `${name}.json`), `${JSON.stringify(results, null, 2)}\n`);
    if (code !== 0) process.stderr.write(`tom: bench ${name} ended with code ${code}\n`);
    bad += results.filter((result) => result.ok === false).length + (code === 0 ? 0 : 1);
  }
  process.exitCode = bad === 0 ? 0 : 1;
} catch (error) {
  endWith(error);
}
