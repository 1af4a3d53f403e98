import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import Papa from "papaparse";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jobs } from "@/db/schema/events";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { plainText, textCell } from "@/lib/core/csv";
import { cancelJob } from "@/lib/jobs/commands";
import { getJob } from "@/lib/jobs/queries";
import { createTarget, createTargets, parseNewTarget } from "@/lib/targets/commands/create-target";
import { extraHeader, extraKey, listCell, textsOfCell } from "@/lib/targets/queries/csv-columns";
import { exportTargets } from "@/lib/targets/queries/export-targets";
import { countAll } from "@/lib/targets/queries/list-targets";
import type { CreateTargetInput } from "@/lib/targets/schema";
import { addUser, house, refusal } from "@/lib/targets/testing";
import { createEngineBed, reference, until } from "@/tests/support/engine-bed";
import { attemptImport, startImportOf } from "@/tests/support/run-import";
import { insertPending } from "./commands/pending-targets";
import { abandonedImportsTask } from "./jobs/abandoned-imports";
import { importTargetsJob } from "./jobs/import-targets";
import { getImport, listVerdicts } from "./queries/get-import";

const now = new Date("2026-11-21T00:00:00Z");
const manyRows = (count: number): string =>
  `name,ra,dec,name2\n${Array.from({ length: count }, (_, index) => `Many ${index},${index / 10},-20,Alias ${index}\n`).join("")}`;

const count = async (database: TestDatabase, table: string): Promise<number> =>
  (await database.read.all<{ n: number }>(sql.raw(`SELECT count(*) AS n FROM ${table}`)))[0]?.n ?? -1;

const seenBy = (ctx: Context): Promise<number> => countAll(ctx.database.read, ctx.scope, { filter: {}, now });

async function csvOf(ctx: Context): Promise<string> {
  let text = "";
  for await (const piece of exportTargets(ctx.database.read, ctx.scope, { sort: "name", now })) text += piece;
  return text;
}

describe("what an import writes", () => {
  let database: TestDatabase;
  let ada: Context;
  let admin: Context;

  beforeEach(async () => {
    database = await createTestDatabase();
    [ada, admin] = [await addUser(database, "ada"), await addUser(database, "root", "admin")];
  });
  afterEach(() => database.destroy());

  it("is seen by nobody before the last row is written, and then all of it at once", async () => {
    const { jobId } = await startImportOf(ada, manyRows(900));
    const seen: number[] = [];
    const watch = async (): Promise<void> => {
      seen.push(await seenBy(ada), await seenBy(admin), await seenBy(house(database)));
    };
    const looks: Promise<void>[] = [];
    await attemptImport(ada, jobId, 1, { tell: () => void looks.push(watch()) });
    await Promise.all(looks);
    await watch();
    expect(new Set(seen)).toEqual(new Set([0, 900]));
    expect(await count(database, "pending_parts")).toBe(0);
    expect(await count(database, "outbox")).toBe(900);
    expect(await count(database, "audit WHERE verb = 'target.create'")).toBe(900);
  });

  it("leaves no trace when it is cancelled half way, nor a name that is taken", async () => {
    const { jobId } = await startImportOf(ada, manyRows(900));
    const stop = new AbortController();
    const tell = (done: number): void => {
      if (done >= 500) stop.abort();
    };
    await expect(attemptImport(ada, jobId, 1, { tell, signal: stop.signal })).rejects.toThrow();
    await expectNothing(database);
    expect((await listVerdicts(database.read, ada.scope, { jobId, limit: 10 })).items).toEqual([]);
    await createTarget({ ctx: ada, input: { name: "Many 3", raDeg: 1, decDeg: 1 } });
  });

  it("does not come into sight when it is cancelled just before", async () => {
    const { jobId } = await startImportOf(ada, manyRows(300));
    let cancelled: Promise<unknown> | null = null;
    const tell = (done: number): void => {
      if (done >= 300) cancelled ??= cancelJob({ ctx: ada, input: { id: jobId } });
    };
    expect((await refusal(attemptImport(ada, jobId, 1, { tell }))).message).toContain("cancelled");
    await cancelled;
    expect([await seenBy(admin), await count(database, "targets")]).toEqual([0, 0]);
  });

  it("is begun anew by the next attempt, whatever the one before left when its process died", async () => {
    const { jobId } = await startImportOf(ada, manyRows(600));
    // As after kill -9: some parts are committed, and nobody tidied up.
    const first = attemptImport(ada, jobId, 1, {
      tell: (done) => {
        if (done === 250) throw new Error("killed");
      },
    });
    await expect(first).rejects.toThrow("killed");
    await leaveBehind(database, ada);
    expect(await seenBy(admin)).toBe(0);
    expect(await attemptImport(ada, jobId, 2)).toMatchObject({ created: 600, existing: 0, rejected: 0 });
    expect([await seenBy(ada), await count(database, "targets"), await count(database, "outbox")]).toEqual([
      600, 600, 600,
    ]);
    // The process died after the commit and before the job's end was written.
    expect(await attemptImport(ada, jobId, 3)).toMatchObject({ created: 600 });
    expect(await count(database, "targets")).toBe(600);
  });

  it("keeps at most ten files of a person, and those of imports that were cancelled only for a while", async () => {
    const started: string[] = [];
    for (let count = 0; count < 10; count += 1) started.push((await startImportOf(ada, manyRows(3))).jobId);
    for (const id of started.slice(0, 9)) await cancelJob({ ctx: ada, input: { id } });
    expect((await refusal(startImportOf(ada, manyRows(3)))).code).toBe("LIMIT_EXCEEDED");
    await startImportOf(admin, manyRows(3));
    await abandonedImportsTask({ database }).run();
    // What waits keeps its file.
    expect(await count(database, "target_import_pieces WHERE kind = 'file'")).toBe(2);
    await startImportOf(ada, manyRows(3));
    expect(await attemptImport(ada, started[9] ?? "", 1)).toMatchObject({ created: 3 });
  });

  it("goes by itself when nobody takes it up again, and not from under an attempt that goes on", async () => {
    await leaveBehind(database, ada);
    const task = abandonedImportsTask({ database });
    const { jobId } = await startImportOf(ada, manyRows(600));
    const turns: Promise<void>[] = [];
    await attemptImport(ada, jobId, 1, { tell: () => void turns.push(task.run()) });
    await Promise.all(turns);
    expect([await seenBy(ada), await count(database, "targets"), await count(database, "outbox")]).toEqual([
      600, 600, 600,
    ]);
    await leaveBehind(database, ada);
    await task.run();
    expect([await count(database, "targets"), await count(database, "pending_parts")]).toEqual([600, 0]);
  });

  it("is in the trail for good once it is in sight", async () => {
    const { jobId } = await startImportOf(ada, manyRows(3));
    await attemptImport(ada, jobId, 1);
    const erased = database.write((tx) => tx.run(sql`DELETE FROM audit WHERE verb = 'target.create'`));
    await expect(erased).rejects.toThrow();
  });

  it("gives way to a target of the same name that came while the file was read", async () => {
    const { jobId } = await startImportOf(ada, manyRows(600));
    const rivals: ReturnType<typeof createTarget>[] = [];
    const tell = (): void => {
      if (rivals.length > 0) return;
      rivals.push(createTarget({ ctx: ada, input: { name: "many-7", raDeg: 1, decDeg: 1 } }));
    };
    expect(await attemptImport(ada, jobId, 1, { tell })).toMatchObject({ created: 599, existing: 1 });
    const { items } = await listVerdicts(database.read, ada.scope, { jobId, verdict: "existing", limit: 10 });
    expect(items).toMatchObject([{ row: 9, targetId: (await rivals[0])?.id }]);
    expect([await seenBy(ada), await count(database, "outbox")]).toEqual([600, 600]);
  });

  it("tells whoever owns it how it stands, and is there as long as its job", async () => {
    const { jobId } = await startImportOf(ada, manyRows(3));
    expect(await getImport(database.read, ada.scope, jobId)).toMatchObject({ publishedAt: null, counts: { total: 3 } });
    await attemptImport(ada, jobId, 1);
    await database.write((tx) => tx.delete(jobs).where(eq(jobs.id, jobId)));
    expect([await count(database, "target_imports"), await count(database, "target_import_pieces")]).toEqual([0, 0]);
    expect(await seenBy(ada)).toBe(3);
  });
});

async function expectNothing(database: TestDatabase): Promise<void> {
  const created = "audit WHERE verb = 'target.create'";
  for (const table of [
    "targets",
    "target_names",
    "target_grants",
    "pending_parts",
    "outbox",
    "target_search",
    created,
  ]) {
    expect([table, await count(database, table)]).toEqual([table, 0]);
  }
}

/** A part of an attempt that nobody tidied up after. */
async function leaveBehind(database: TestDatabase, ctx: Context): Promise<void> {
  const draft = parseNewTarget(ctx, { name: "Many 5", raDeg: 1, decDeg: 1 });
  await database.write((tx) => insertPending(tx, ctx, "killed", [{ draft, groups: [] }]));
}

it("fires one hook for each target that was made, after it came into sight, and survives a restart", async () => {
  const heard: string[] = [];
  const handler = reference("hear", async ({ target }) => void heard.push(target.name));
  const bed = await createEngineBed([handler], { jobs: [importTargetsJob] });
  try {
    const ctx: Context = { ...(await addUser(bed.database, "ada")), config: bed.ctx.config };
    await createTarget({ ctx, input: { name: "Many 2", raDeg: 5, decDeg: 5 } });
    const { jobId } = await startImportOf(ctx, `${manyRows(700)}Bad,999,0,\n`);
    await bed.engine.start();
    await until(async () => (await getJob(bed.database.read, ctx.scope, jobId)).done > 0);
    await bed.engine.stop(0);
    await bed.engine.start();
    const job = await until(async () => {
      const found = await getJob(bed.database.read, ctx.scope, jobId);
      return found.status === "done" ? found : null;
    });
    expect(job.result).toMatchObject({ created: 699, existing: 1, rejected: 1 });
    await until(() => heard.length >= 700);
    expect(new Set(heard).size).toBe(700);
    expect(heard).toHaveLength(700);
  } finally {
    await bed.destroy();
  }
});

describe("reading back what was exported", () => {
  const text = fc.string({
    unit: fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", " ", '"', ",", "a", "1", "'", "＝"),
  });

  it("gives every text as it was, formula or not, with the apostrophes that were its own", () => {
    fc.assert(
      fc.property(text, (given) => {
        const [row] = Papa.parse<string[]>(`${textCell(given)},end`, { newline: "\n" }).data;
        expect(plainText(row?.[0] ?? "")).toBe(given);
      }),
      { numRuns: 2000 },
    );
  });

  it("gives every key of an extra and every tag as they were", () => {
    const key = fc.string({ unit: fc.constantFrom("extra_", "name", "ra", "x", "groups", "_", "A", "tags") });
    fc.assert(
      fc.property(key, (given) => {
        expect(extraKey(extraHeader(given))).toBe(given);
      }),
    );
    const tag = fc.string({ unit: fc.constantFrom("a", ",", '"', " ", "b"), minLength: 1 });
    const tags = fc.array(tag.map((one) => `t${one}t`));
    fc.assert(
      fc.property(tags, (given) => {
        expect(textsOfCell(listCell(given))).toEqual(given);
      }),
    );
  });

  const degrees = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const nameChars = fc.constantFrom("=", "+", "-", "@", '"', ",", "'", "a", "B", "7", "é", "é", " ", "|", ";", "<");
  const name = fc.string({ unit: nameChars, maxLength: 12 });
  const anything = fc.record({
    stem: name,
    alias: name,
    raDeg: degrees(0, 359.999),
    decDeg: degrees(-90, 90),
    pmRaMasPerYr: fc.option(degrees(-15_000, 15_000)),
    distancePc: fc.option(degrees(1e-3, 1e12)),
    visibility: fc.constantFrom("open" as const, "public" as const, "private" as const),
    tags: fc.uniqueArray(
      name.map((one) => `t${one}`.trim()),
      { maxLength: 3 },
    ),
    host: fc.option(fc.string({ unit: fc.constantFrom("=", "-", "'", "\n", "\t", '"', ",", "x"), maxLength: 20 })),
    peakMag: fc.option(degrees(-30, 30)),
    vetted: fc.option(fc.boolean()),
    comet: fc.boolean(),
  });

  const targetOf = (
    given: typeof anything extends fc.Arbitrary<infer T> ? T : never,
    index: number,
  ): CreateTargetInput => {
    const { stem, alias, comet, host, peakMag, vetted, raDeg, decDeg, ...rest } = given;
    const extras = Object.fromEntries(
      Object.entries({ host, peakMag, vetted }).filter(([, value]) => value !== null && value !== ""),
    );
    const named = {
      name: `${stem} n${index}`,
      aliases: [`${alias} a${index}`, `x${index}`],
      extras: extras as CreateTargetInput["extras"],
    };
    if (!comet) return { ...rest, ...named, raDeg, decDeg };
    return {
      ...rest,
      ...named,
      type: "NON_SIDEREAL",
      scheme: "MPC_COMET",
      epochOfElementsMjd: 60_000,
      inclinationDeg: 0,
      longAscNodeDeg: 1e-7,
      argOfPerihelionDeg: raDeg,
      eccentricity: 0.99,
      perihelionDistanceAu: 1.5,
      epochOfPerihelionMjd: 60_123.456789012,
    };
  };

  const withoutTimes = (csv: string): string[][] =>
    Papa.parse<string[]>(csv, { newline: "\r\n" }).data.map((cells) =>
      cells.filter((_, index) => index !== 2 && index !== 3),
    );

  it("makes the same targets in an empty house", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 25 }), async (given) => {
        const [here, there] = [await createTestDatabase(), await createTestDatabase()];
        try {
          const [ada, ben] = [await addUser(here, "ada"), await addUser(there, "ben")];
          const { failed } = await createTargets({ ctx: ada, input: given.map(targetOf) });
          expect(failed).toEqual([]);
          const csv = await csvOf(ada);
          const { jobId } = await startImportOf(ben, csv);
          const result = await attemptImport(ben, jobId, 1);
          expect(result).toMatchObject({ created: given.length, rejectedRows: [] });
          expect(withoutTimes(await csvOf(ben))).toEqual(withoutTimes(csv));
        } finally {
          await Promise.all([here.destroy(), there.destroy()]);
        }
      }),
      { numRuns: 15 },
    );
  });
});
