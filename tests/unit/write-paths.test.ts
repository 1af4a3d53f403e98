import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gt } from "drizzle-orm";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { outbox } from "@/db/schema/events";
import { getRun } from "@/lib/alerts/queries/get-run";
import { getQuery } from "@/lib/alerts/queries/list-queries";
import { getProduct } from "@/lib/data-products/queries/get-product";
import { type EventName, eventPayloads } from "@/lib/events/catalog";
import { getObservation } from "@/lib/observations/queries/read-observations";
import { getTarget } from "@/lib/targets/queries/get-target";
import { listComments } from "@/lib/targets/queries/list-comments";
import { alertPaths } from "@/tests/support/write-paths/alerts";
import { filePaths } from "@/tests/support/write-paths/files";
import { observationPaths } from "@/tests/support/write-paths/observations";
import { peoplePaths } from "@/tests/support/write-paths/people";
import { targetPaths } from "@/tests/support/write-paths/targets";
import { createWorld, type Paths, type World } from "@/tests/support/write-paths/world";

/**
 * Hooks fire once per committed change, whatever the path. The paths are the commands: every door goes through them.
 * They are read from the folders, so that a new command without a row fails.
 */
const root = fileURLToPath(new URL("../..", import.meta.url));
const paths: Paths = {
  ...targetPaths,
  ...alertPaths,
  ...filePaths,
  ...observationPaths,
  ...peoplePaths,
};

const isSource = (name: string): boolean => name.endsWith(".ts") && !name.endsWith(".test.ts");

const commandFiles = readdirSync(`${root}/lib`, { recursive: true, encoding: "utf8" })
  .filter((name) => /^[^/]+\/commands(\/[^/]+)?\.ts$/.test(name) && isSource(name))
  .map((name) => `lib/${name}`);

/** Exported functions that could write by themselves: they are given a context or a database, and no open transaction. */
function commandsIn(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(`${root}/${path}`, "utf8"), ts.ScriptTarget.Latest, true);
  const isExported = (node: ts.Node): boolean =>
    ts.canHaveModifiers(node) && !!ts.getModifiers(node)?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword);
  const functions = source.statements.filter(isExported).flatMap((node): [string, ts.SignatureDeclaration][] => {
    if (ts.isFunctionDeclaration(node)) return [[node.name?.text ?? "", node]];
    if (!ts.isVariableStatement(node)) return [];
    return node.declarationList.declarations.flatMap((one): [string, ts.SignatureDeclaration][] =>
      one.initializer && ts.isArrowFunction(one.initializer) ? [[one.name.getText(), one.initializer]] : [],
    );
  });
  return functions
    .filter(([, fn]) => /^(call\b|ctx\b|\{[^}]*\b(ctx|database)\b)/.test(fn.parameters[0]?.getText() ?? ""))
    .map(([name]) => `${path}#${name}`);
}

const found = commandFiles.flatMap(commandsIn);

describe("the paths by which anything changes", () => {
  it("are all told of: no command without a row, no row without a command", () => {
    expect(found.length).toBeGreaterThan(50);
    expect(found.filter((path) => !(path in paths))).toEqual([]);
    const rows = Object.keys(paths).filter((path) => commandFiles.includes(path.split("#")[0] ?? ""));
    expect(rows.filter((path) => !found.includes(path))).toEqual([]);
  });

  it("are the only writers of a target's tables", () => {
    const tables =
      "targets|targetNames|targetTags|targetExtras|targetGrants|targetRedshifts|targetClassifications|comments|photometry";
    const writes = new RegExp(
      `\\.(insert|update|delete)\\((${tables})\\)|(INSERT INTO|UPDATE|DELETE FROM) (\\$\\{|targets\\b|target_(names|tags|extras|grants|redshifts|classifications)|(comments|photometry)\\b)`,
    );
    const writers = readdirSync(`${root}/lib`, { recursive: true, encoding: "utf8" })
      .filter((name) => isSource(name) && !/(^|\/)testing\.ts$/.test(name))
      .filter((name) => writes.test(readFileSync(`${root}/lib/${name}`, "utf8")))
      .map((name) => `lib/${name}`);
    const elsewhere = writers.filter((path) => !commandFiles.includes(path));
    // Those of lib/jobs name tables of runs and jobs; the seed is synthetic, and played below.
    expect(elsewhere).toEqual(["lib/jobs/clean-up.ts", "lib/jobs/lease.ts", "lib/web/operations/seed-targets.ts"]);
  });
});

describe("a change fires its hooks once, with the whole object, by", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  const newest = async (): Promise<number> => {
    const [row] = await world.database.read.all<{ pk: number }>("SELECT coalesce(max(pk), 0) AS pk FROM outbox");
    return row?.pk ?? 0;
  };
  const since = (pk: number) => world.database.read.select().from(outbox).where(gt(outbox.pk, pk)).orderBy(outbox.pk);

  const countByHook = (events: readonly { event: string }[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const { event } of events) counts[event] = (counts[event] ?? 0) + 1;
    return counts;
  };

  for (const [path, row] of Object.entries(paths)) {
    if (row.fires === "nothing") continue;
    it(path, async () => {
      const call = await row.play(world);
      const before = await newest();
      await call();
      const events = await since(before);
      expect(countByHook(events)).toEqual(row.fires);
      for (const event of events) await expectWhole(event);
      if (!row.again) return;
      const after = await newest();
      await call();
      expect(countByHook(await since(after))).toEqual({});
    });
  }

  /** What travels is what was committed, and says whose target it is. */
  async function expectWhole(event: typeof outbox.$inferSelect): Promise<void> {
    const payload = eventPayloads[event.event as EventName].parse(event.payload);
    const { read } = world.database;
    const { house } = world;
    // An event that nothing below looks at would pass whatever it holds.
    const known = ["target", "comment", "observation", "dataProduct", "dataProducts", "run", "approval"];
    expect(Object.keys(payload).filter((field) => known.includes(field))).not.toEqual([]);
    if ("target" in payload) {
      const now = await getTarget(read, house.scope, { id: payload.target.id });
      expect(payload.target).toEqual(now);
      expect(event.targetId).toBe(now.id);
      expect(event.objectId).toBe("comment" in payload ? payload.comment.id : now.id);
    }
    if ("comment" in payload) {
      const { items } = await listComments(read, house.scope, { targetId: payload.target.id });
      expect(items).toContainEqual(payload.comment);
    }
    if ("dataType" in payload) {
      expect(payload.inserted + payload.revised).toBeGreaterThan(0);
      expect(payload.rows).toHaveLength(Math.min(100, payload.inserted + payload.revised));
    }
    if ("observation" in payload) {
      const now = await getObservation(read, house.scope, world.facilities, payload.observation.id);
      expect(now).toMatchObject(payload.observation);
      expect(event).toMatchObject({ objectId: payload.observation.id, targetId: payload.observation.targetId });
    }
    if ("dataProduct" in payload) {
      expect(await getProduct(read, house.scope, payload.dataProduct.id)).toMatchObject(payload.dataProduct);
      expect(event).toMatchObject({ objectId: payload.dataProduct.id, targetId: payload.dataProduct.targetId });
    }
    if ("dataProducts" in payload) {
      const now = await Promise.all(payload.dataProducts.map(({ id }) => getProduct(read, house.scope, id)));
      expect(now).toMatchObject(payload.dataProducts);
      const [first] = payload.dataProducts;
      expect(new Set(now.map(({ targetId }) => targetId))).toEqual(new Set([event.targetId]));
      expect(event.targetId).toBe(first?.targetId);
    }
    if ("run" in payload) {
      const { counts, ...run } = payload.run;
      const now = await getRun(read, house.scope, run.id);
      expect(now).toMatchObject(run);
      expect(now.counts).toMatchObject({ total: counts.total, gone: counts.gone });
      expect(counts.new + counts.known + counts.updated).toBe(counts.total);
      expect(await getQuery(read, house.scope, world.brokers, run.queryId)).toMatchObject(payload.query);
      expect(event).toMatchObject({ targetId: null, objectId: payload.query.id });
    }
    if ("approval" in payload) expect(event).toMatchObject({ targetId: null, objectId: payload.user.id });
  }
});
