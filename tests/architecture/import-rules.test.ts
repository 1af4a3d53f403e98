import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cruise, modulesIn, roomCycles } from "@/scripts/checks/imports.mjs";
import { cacheDir, root } from "@/scripts/steps/checkout.mjs";
import { type Canary, canaries, configCanary } from "./import-canaries";

type Cruised = Awaited<ReturnType<typeof cruise>>;

const trees: string[] = [];

/** Writes a tree that has the project's own rules and packages. */
function plant(files: readonly Canary[]): string {
  mkdirSync(cacheDir, { recursive: true });
  const tree = mkdtempSync(join(cacheDir, "canaries-"));
  trees.push(tree);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  for (const name of [".dependency-cruiser.cjs", "tsconfig.json", "package.json"]) {
    copyFileSync(join(root, name), join(tree, name));
  }
  symlinkSync(join(root, "node_modules"), join(tree, "node_modules"), "dir");
  return tree;
}

afterAll(() => {
  for (const tree of trees) rmSync(tree, { recursive: true, force: true });
});

const require = createRequire(import.meta.url);
const { forbidden }: { forbidden: { name: string }[] } = require("../../.dependency-cruiser.cjs");

describe("the import rules", () => {
  let tree = "";
  let cruised: Cruised;
  let configured: Cruised;

  beforeAll(async () => {
    tree = plant(canaries);
    cruised = await cruise(tree);
    configured = await cruise(plant([...canaries.filter((canary) => canary.path !== "tom.config.ts"), configCanary]));
  });

  const rulesAgainst = (path: string): string[] =>
    (path === "tom.config.ts" ? configured : cruised).violations
      .filter(({ from }) => from === path)
      .map(({ rule }) => rule);

  it("see every module of the tree: none is passed over in silence", () => {
    expect(cruised.unseen).toEqual([]);
    const own = cruised.modules.filter(({ source }) => modulesIn(tree).includes(source));
    expect(own).toHaveLength(canaries.length);
  });

  for (const canary of [...canaries, configCanary].filter(({ wants }) => wants !== undefined)) {
    it(`${canary.wants} catches ${canary.path}`, () => {
      expect(rulesAgainst(canary.path)).toContain(canary.wants);
    });
  }

  it("let everything through that the table allows", () => {
    const guilty = new Set(canaries.filter(({ wants }) => wants).map(({ path }) => path));
    expect(cruised.violations.filter(({ from }) => !guilty.has(from))).toEqual([]);
  });

  it("have a canary each", () => {
    const proven = new Set([...canaries, configCanary].map(({ wants }) => wants));
    expect(forbidden.map(({ name }) => name).filter((name) => !proven.has(name))).toEqual([]);
  });

  // All modules are read: a busy machine takes minutes for what a quiet one does in half of one.
  it("see this project itself, whole", { timeout: 300_000 }, async () => {
    const { unseen, modules } = await cruise(root);
    expect(unseen).toEqual([]);
    expect(modules.length).toBeGreaterThan(modulesIn(root).length / 2);
  });
});

describe("rooms of lib", () => {
  const module = (source: string, resolved: string, ...dependencyTypes: string[]) => ({
    source,
    dependencies: [{ resolved, dependencyTypes }],
  });

  it("may not stand on each other in a circle, even through different files", () => {
    const circle = [
      module("lib/targets/commands.ts", "lib/alerts/queries.ts", "import"),
      module("lib/alerts/commands.ts", "lib/targets/queries.ts", "import"),
    ];
    expect(roomCycles(circle)).toEqual(["alerts -> targets -> alerts"]);
  });

  it("may know each other's types", () => {
    const types = [
      module("lib/targets/commands.ts", "lib/alerts/queries.ts", "import"),
      module("lib/alerts/commands.ts", "lib/targets/types.ts", "type-only", "import"),
    ];
    expect(roomCycles(types)).toEqual([]);
  });
});
