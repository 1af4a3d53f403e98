/** The import rules: runs dependency-cruiser and makes sure that it saw the code. */
import { existsSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { root } from "../steps/checkout.mjs";
import { ChildFailed, run } from "../steps/processes.mjs";

const rooms = [
  "app",
  "bench",
  "cli",
  "components",
  "db",
  "e2e",
  "hooks",
  "inngest",
  "lib",
  "scripts",
  "server",
  "tests",
  "worker",
];
const module = /\.(ts|tsx|mts|mjs|cjs|js)$/;
// next-env.d.ts is written by Next; dot files are configuration of the tools themselves.
const topLevel = /^(?!next-env\.d\.ts$)[a-z][\w.-]*\.(ts|mts)$/;

/** What is to be cruised in a tree: paths of all modules, with forward slashes. */
export function modulesIn(directory) {
  const inRoom = (room) =>
    readdirSync(join(directory, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && module.test(entry.name))
      .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join("/"));
  const top = readdirSync(directory).filter((name) => topLevel.test(name));
  return [...rooms.filter((room) => existsSync(join(directory, room))).flatMap(inRoom), ...top].sort();
}

/**
 * @typedef {{ source: string, dependencies: { resolved: string, dependencyTypes: string[] }[] }} Module
 * @typedef {{ rule: string, from: string, to: string }} Violation
 */

/**
 * Cruises a tree.
 * @param {string} [directory]
 * @returns {Promise<{ modules: Module[], violations: Violation[], unseen: string[] }>}
 *   `unseen`: modules of the tree that the tool did not look at
 */
export async function cruise(directory = root) {
  const present = [...rooms, ...readdirSync(directory).filter((name) => topLevel.test(name))].filter((name) =>
    existsSync(join(directory, name)),
  );
  // Listed before, so that a file which appears meanwhile is not missed.
  const wanted = modulesIn(directory);
  const args = ["--config", join(directory, ".dependency-cruiser.cjs"), "--output-type", "json", ...present];
  const output = await run(join(root, "node_modules/.bin/depcruise"), args, { cwd: directory }).catch((error) => {
    // It ends with the number of violations; its answer is whole all the same.
    if (error instanceof ChildFailed && error.output.startsWith("{")) return error.output;
    throw error;
  });
  const { modules, summary } = JSON.parse(output);
  const seen = new Set(modules.map((entry) => entry.source));
  return {
    modules,
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    unseen: wanted.filter((path) => !seen.has(path)),
  };
}

const roomOf = (path) => /^lib\/([^/]+)\//.exec(path)?.[1] ?? null;

/**
 * Rooms of lib/ that need each other, at run time (tests aside), as `a -> b -> a`. Types of a
 * neighbour are not counted: they are gone at run time.
 * @param {Module[]} modules
 * @returns {string[]}
 */
export function roomCycles(modules) {
  /** @type {Map<string, Set<string>>} */
  const edges = new Map();
  for (const { source, dependencies } of modules) {
    const from = roomOf(source);
    // The composition root reaches everything and is reached by nothing here.
    if (!from || /\.test\.tsx?$|contract-suite\.ts$/.test(source)) continue;
    for (const { resolved, dependencyTypes } of dependencies) {
      const to = roomOf(resolved);
      if (!to || to === from || dependencyTypes.includes("type-only")) continue;
      edges.set(from, (edges.get(from) ?? new Set()).add(to));
    }
  }
  const cycles = new Set();
  const walk = (room, path) => {
    const at = path.indexOf(room);
    if (at >= 0) {
      const loop = path.slice(at);
      const first = loop.indexOf([...loop].sort()[0]);
      cycles.add([...loop.slice(first), ...loop.slice(0, first), loop[first]].join(" -> "));
      return;
    }
    for (const next of edges.get(room) ?? []) walk(next, [...path, room]);
  };
  for (const room of edges.keys()) walk(room, []);
  return [...cycles].sort();
}

/** The check of this checkout. */
export async function checkImports() {
  const { modules, violations, unseen } = await cruise();
  const own = modules.filter((entry) => !/(^|\/)node_modules\//.test(entry.source)).length;
  return {
    note: `${own} modules`,
    findings: [
      ...violations.map(({ rule, from, to }) => `${from} -> ${to}  (${rule})`),
      ...unseen.map((path) => `${path}: not cruised`),
      ...roomCycles(modules).map((cycle) => `rooms in a circle: ${cycle}`),
    ],
  };
}
