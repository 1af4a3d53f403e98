/**
 * The build: `.next` and `dist`, then one copy of both in `.next-<hash of the sources>`. Processes run from that copy,
 * which is never written again, so that a later build does not pull the ground from under them.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDir, root, sourcesHash } from "./checkout.mjs";
import { running } from "./instances.mjs";
import { run } from "./processes.mjs";
import { esbuildPath } from "./tools.mjs";

/** The threads that the server starts, and what they load by themselves: each is a program of its own. */
export const threads = ["lib/data-processors/thread.ts", "lib/data-processors/worker.ts"];
const entryPoints = ["server/main.ts", "cli/main.ts", "worker/main.ts", ...threads];
const notCopied = /^\.next\/(cache|dev|types|trace|trace-build|diagnostics)(\/|$)/;

/** Name of the folder that holds the build of these sources. */
const buildDirOf = (hash) => `.next-${hash.slice(0, 12)}`;

export const mainOf = (buildDir) => join(root, buildDir, "dist/server/main.js");

const isComplete = (buildDir) => existsSync(join(root, buildDir, "tom-build.json"));

/**
 * How our own Node programs are bundled. Packages stay outside, as do the parts of Next that Node's resolver wants with
 * their extension.
 * @param {string} outDir
 * @param {string[]} entries paths relative to the root
 */
export const bundleArguments = (outDir, entries) => [
  ...entries,
  "--bundle",
  "--platform=node",
  "--format=esm",
  "--target=node20",
  "--packages=external",
  "--sourcemap",
  "--outbase=.",
  `--outdir=${outDir}`,
  ...["headers", "navigation", "cache", "server"].map((part) => `--alias:next/${part}=next/${part}.js`),
  "--log-level=warning",
];

/** Bundles those of the programs that exist. */
export async function bundle(outDir, entries = entryPoints) {
  const present = entries.filter((path) => existsSync(join(root, path)));
  await run(esbuildPath(), bundleArguments(outDir, present));
}

const needed = /^(PATH|HOME|TMPDIR|TMP|TEMP|LANG|TZ|CI|NODE_OPTIONS|SystemRoot|ComSpec)$/;

/** A build is the same whatever an operator has set: it gets nothing but what a program needs to run. */
const withoutSettings = () =>
  Object.fromEntries(Object.keys(process.env).flatMap((name) => (needed.test(name) ? [] : [[name, undefined]])));

function removeUnused(current) {
  const used = new Set([current, ...running().map((mark) => mark.buildDir)]);
  const builds = readdirSync(root).filter((name) => /^\.next-[0-9a-f]{12}(\.part)?$/.test(name));
  for (const name of builds) if (!used.has(name)) rmSync(join(root, name), { recursive: true, force: true });
}

/**
 * Builds everything anew from the sources as they are. Call it only under the lock.
 * @param {{ show?: boolean }} [options]
 * @returns {Promise<string>} name of the build's folder
 */
export async function build(options = {}) {
  const hash = sourcesHash();
  const buildDir = buildDirOf(hash);
  const part = `${buildDir}.part`;
  await run(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], {
    env: { ...withoutSettings(), NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    log: join(cacheDir, "build.log"),
    show: options.show ?? false,
  });
  await bundle("dist");
  rmSync(join(root, part), { recursive: true, force: true });
  cpSync(join(root, ".next"), join(root, part), {
    recursive: true,
    // Next links external packages by relative paths, which hold in the copy because it lies beside the original.
    verbatimSymlinks: true,
    filter: (source) => !notCopied.test(source.slice(root.length + 1)),
  });
  mkdirSync(join(root, part, "dist"), { recursive: true });
  cpSync(join(root, "dist"), join(root, part, "dist"), { recursive: true });
  // Next marks its own output as CommonJS one folder up.
  writeFileSync(join(root, part, "dist/package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(root, part, "tom-build.json"), JSON.stringify({ hash }));
  // A build of the same sources that somebody runs from is as good as this one, and stays.
  if (running().some((mark) => mark.buildDir === buildDir)) rmSync(join(root, part), { recursive: true, force: true });
  else {
    rmSync(join(root, buildDir), { recursive: true, force: true });
    renameSync(join(root, part), join(root, buildDir));
  }
  writeFileSync(join(root, "dist/build.json"), JSON.stringify({ hash, buildDir }));
  removeUnused(buildDir);
  return buildDir;
}

/**
 * The build of the sources as they are, made if there is none. Call it only under the lock.
 * @param {() => void} [begin] called before one is made
 * @returns {Promise<{ buildDir: string, built: boolean }>}
 */
export async function ensureBuilt(begin) {
  const buildDir = buildDirOf(sourcesHash());
  if (isComplete(buildDir)) return { buildDir, built: false };
  begin?.();
  return { buildDir: await build(), built: true };
}

/** The newest finished build, whatever the sources say by now; null when there is none. */
export function latestBuild() {
  const path = join(root, "dist/build.json");
  if (!existsSync(path)) return null;
  const { buildDir } = JSON.parse(readFileSync(path, "utf8"));
  return isComplete(buildDir) ? buildDir : null;
}
