/**
 * The same application with a constant table: a copy of the sources in which the list of targets is read once and shown
 * for ever. Everything else (front, session, shell, rendering) is as it is, so that what reading costs can be told.
 */
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { filesBelow, sourceFiles } from "../../scripts/steps/checkout.mjs";
import { benchCache, hashOf, root } from "./places";
import { note } from "./report";
import { type Server, startServer } from "./server";

const loaders = "app/(tom)/targets/_server/list-loaders.ts";
const realLoaders = "app/(tom)/targets/_server/list-loaders-real.ts";

/** What stands in the place of the loaders of the list. */
const constantLoaders = `import { getPageContext } from "@/lib/web/session";
import { loadTargetList as load, type TargetList } from "./list-loaders-real";

export * from "./list-loaders-real";

let first: Promise<TargetList> | null = null;

export async function loadTargetList(search: Parameters<typeof load>[0]): Promise<TargetList> {
  await getPageContext();
  first ??= load(search);
  return first;
}
`;

/** Types were checked where the sources are; the copy is its own root, whatever lies above it. */
const nextConfig = `import { fileURLToPath } from "node:url";
import config from "./next.real.config";

const root = fileURLToPath(new URL(".", import.meta.url)).replace(/[/\\\\]$/, "");
export default { ...config, typescript: { ignoreBuildErrors: true }, turbopack: { root }, outputFileTracingRoot: root };
`;

/** The same files under another name: no bytes are copied. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}

function linkPackages(tree: string): void {
  const mark = join(tree, "node_modules/.package-lock.json");
  const installed = join(root, "node_modules/.package-lock.json");
  if (existsSync(mark) && readFileSync(mark, "utf8") === readFileSync(installed, "utf8")) return;
  rmSync(join(tree, "node_modules"), { recursive: true, force: true });
  const draft = join(tree, "node_modules.part");
  rmSync(draft, { recursive: true, force: true });
  linkTree(join(root, "node_modules"), draft);
  renameSync(draft, join(tree, "node_modules"));
}

const isOurs = (path: string): boolean => !/^(bench|e2e|tests)\//.test(path);

function copySources(tree: string): void {
  for (const name of existsSync(tree) ? readdirSync(tree) : []) {
    if (!/^(node_modules|\.cache|\.next.*)$/.test(name)) rmSync(join(tree, name), { recursive: true, force: true });
  }
  const files = [...sourceFiles(), ...filesBelow("scripts"), "tsconfig.json"].filter(isOurs);
  for (const path of new Set(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    copyFileSync(join(root, path), join(tree, path));
  }
  renameSync(join(tree, loaders), join(tree, realLoaders));
  writeFileSync(join(tree, loaders), constantLoaders);
  renameSync(join(tree, "next.config.ts"), join(tree, "next.real.config.ts"));
  writeFileSync(join(tree, "next.config.ts"), nextConfig);
}

/** Starts the copy on a data folder; the first time after a change it is built, which takes a minute or two. */
export async function startControl(dataDir: string): Promise<Server> {
  const tree = join(benchCache, "control");
  const stamp = join(tree, ".cache/stamp");
  const hash = hashOf([...sourceFiles(), ...filesBelow("scripts"), "bench/harness/control.ts"]);
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== hash) {
    note("copying the sources for the control");
    copySources(tree);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, hash);
  }
  linkPackages(tree);
  note("starting the control, which may have to be built");
  return startServer({ dataDir, tree, limitMs: 600_000 });
}
