/** Dependencies: exactly those of the lock file. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./checkout.mjs";
import { running } from "./instances.mjs";
import { run } from "./processes.mjs";

const packagesOf = (path) => JSON.parse(readFileSync(join(root, path), "utf8")).packages;

// npm writes this list at the end of an installation, so that one which was cut off does not have it.
const installedList = "node_modules/.package-lock.json";

/**
 * Whether what is installed is what the lock file says, by version: times of files tell nothing after a checkout. Packages
 * for other platforms are not installed and not missed.
 */
function isInstalled() {
  if (!existsSync(join(root, installedList))) return false;
  const installed = packagesOf(installedList);
  return Object.entries(packagesOf("package-lock.json")).every(([path, { version, optional }]) =>
    path === "" || !(path in installed) ? path === "" || optional === true : installed[path].version === version,
  );
}

/**
 * Installs if needed.
 * @param {() => void} [begin] called before it does
 * @returns {Promise<boolean>} whether anything was done
 */
export async function ensureInstalled(begin) {
  if (isInstalled()) return false;
  const [other] = running();
  if (other) {
    throw new Error(`package-lock.json changed while process ${other.pid} runs from this checkout; stop it first`);
  }
  begin?.();
  await run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund"], { env: { NODE_ENV: undefined } });
  return true;
}
