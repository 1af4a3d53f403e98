/** Where benchmarks keep what they make; git ignores it, and what a process left behind is cleared away by the next. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheDir, root } from "../../scripts/steps/checkout.mjs";

export { root };

export const benchCache = join(cacheDir, "bench");

/** Hash of the contents of some files, given relative to the root. */
export function hashOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(`${path}\n`).update(readFileSync(join(root, path)));
  return hash.digest("hex").slice(0, 12);
}

let made = 0;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

function clearLeftBehind(): void {
  for (const name of readdirSync(benchCache)) {
    const pid = /^run-(\d+)-\d+$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(benchCache, name), { recursive: true, force: true });
  }
}

/** A path for a folder of this process alone, removed at its end. It does not exist yet. */
export function ownFolder(): string {
  mkdirSync(benchCache, { recursive: true });
  if (made === 0) clearLeftBehind();
  made += 1;
  const path = join(benchCache, `run-${process.pid}-${made}`);
  process.on("exit", () => {
    if (existsSync(path)) rmSync(path, { recursive: true, force: true });
  });
  return path;
}
