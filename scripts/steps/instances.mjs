/** Which processes of this checkout run, and from which build: what they use is neither rebuilt nor removed. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDir } from "./checkout.mjs";
import { isAlive, selfMark } from "./processes.mjs";

const directory = join(cacheDir, "instances");

/**
 * Marks this process as running from a build, until it ends.
 * @param {string} buildDir name of the build's folder in the checkout
 */
export function markRunning(buildDir) {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `${process.pid}.json`);
  // Renamed into place: a reader sees a whole mark or none.
  const draft = `${path}.draft`;
  writeFileSync(draft, JSON.stringify({ ...selfMark(), buildDir }));
  renameSync(draft, path);
  process.on("exit", () => rmSync(path, { force: true }));
}

/** Processes that run now, this one excepted; marks of dead ones are cleared away. */
export function running() {
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory).filter((name) => name.endsWith(".json"));
  return names.flatMap((name) => {
    try {
      const mark = JSON.parse(readFileSync(join(directory, name), "utf8"));
      if (isAlive(mark)) return mark.pid === process.pid ? [] : [mark];
    } catch {
      // Gone meanwhile or unreadable: as good as none.
    }
    rmSync(join(directory, name), { force: true });
    return [];
  });
}
