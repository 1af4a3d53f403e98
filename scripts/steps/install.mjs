/** Dependencies: exactly those of the lock file. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./checkout.mjs";
import { running } from "./instances.mjs";
import { run } from "./processes.mjs";

const lockFile = join(root, "package-lock.json");
// npm writes this at the end of an installation, so that one which was cut off does not have it.
const installedList = join(root, "node_modules/.package-lock.json");
const stamp = join(root, "node_modules/.tom-lock-sha256");

const lockHash = () => createHash("sha256").update(readFileSync(lockFile)).digest("hex");

export function isInstalled() {
  if (!existsSync(installedList)) return false;
  if (existsSync(stamp)) return readFileSync(stamp, "utf8") === lockHash();
  return statSync(installedList).mtimeMs >= statSync(lockFile).mtimeMs;
}

/** Installs if needed. @returns {Promise<boolean>} whether anything was done */
export async function ensureInstalled() {
  if (isInstalled()) {
    if (!existsSync(stamp)) writeFileSync(stamp, lockHash());
    return false;
  }
  const [other] = running();
  if (other) {
    throw new Error(`package-lock.json changed while process ${other.pid} runs from this checkout; stop it first`);
  }
  await run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund"], { env: { NODE_ENV: undefined } });
  writeFileSync(stamp, lockHash());
  return true;
}
