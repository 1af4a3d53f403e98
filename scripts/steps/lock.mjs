/** One process at a time installs or builds in this checkout; a lock whose holder died is taken over. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { cacheDir } from "./checkout.mjs";
import { isAlive, selfMark } from "./processes.mjs";

const pollMs = 250;

function tryTake(path) {
  // Written aside and linked into place, so that nobody ever reads half a mark.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(selfMark()));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The holder's mark; null when the lock is gone by now. */
function holder(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

function removeStale(path) {
  // Only one of several waiters wins the rename; the others find nothing and try again.
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  const taken = holder(aside);
  if (taken && isAlive(taken)) linkSync(aside, path);
  rmSync(aside, { force: true });
}

/**
 * Runs `work` while holding the named lock.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {(pid: number) => void} onWait called once when somebody else holds it
 * @returns {Promise<T>}
 */
export async function withLock(name, work, onWait) {
  mkdirSync(cacheDir, { recursive: true });
  const path = join(cacheDir, `${name}.lock`);
  let told = false;
  while (!tryTake(path)) {
    const other = holder(path);
    if (other && !isAlive(other)) removeStale(path);
    else {
      if (other && !told) onWait(other.pid);
      told = true;
      await wait(pollMs);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}
