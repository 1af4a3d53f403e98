/** The checkout: where it is and what its sources hash to. Plain Node, so that it works before anything is installed. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url)).replace(/[/\\]$/, "");

/** Where the running checkout keeps locks, marks of instances and downloaded tools; git ignores it. */
export const cacheDir = join(root, ".cache");

const builtRooms = ["app", "cli", "components", "db", "hooks", "inngest", "lib", "public", "server", "worker"];
const builtFiles = /^(package(-lock)?\.json|tsconfig\.json|next\.config\.\w+|postcss\.config\.\w+|[a-z.-]+\.ts)$/;
const notBuilt = /\.test\.tsx?$|^(playwright|drizzle|vitest)\.config\.\w+$|^next-env\.d\.ts$/;

/**
 * Every file below `directory`, as paths relative to the root with forward slashes, sorted.
 * @param {string} directory relative to the root
 * @returns {string[]}
 */
export function filesBelow(directory) {
  const start = join(root, directory);
  if (!existsSync(start)) return [];
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

const notOurs = /^(\.|node_modules$|dist$|data(-|$)|test-results$|playwright-report$|coverage$)/;

/** Top-level folders that hold the project, whatever git knows of them. */
export const topLevelRooms = () =>
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !notOurs.test(entry.name))
    .map((entry) => entry.name)
    .sort();

/** What a build is made from: the rooms that are bundled and the configuration beside them. */
export function sourceFiles() {
  const top = readdirSync(root).filter((name) => builtFiles.test(name) && statSync(join(root, name)).isFile());
  return [...top, ...builtRooms.flatMap(filesBelow)].filter((path) => !notBuilt.test(path)).sort();
}

/** Hash of names and contents of all sources: the same text gives the same hash, whatever the times of the files say. */
export function sourcesHash() {
  const hash = createHash("sha256").update(`node ${process.versions.modules}\n`);
  for (const path of sourceFiles()) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\n${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}
