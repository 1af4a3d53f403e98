import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jobs } from "@/db/schema/events";
import { targetImports } from "@/db/schema/imports";
import { photometry } from "@/db/schema/photometry";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { createTarget } from "@/lib/targets/commands/create-target";
import { addUser, refusal } from "@/lib/targets/testing";
import { createEngineBed, reference, until } from "@/tests/support/engine-bed";
import { attemptImport } from "@/tests/support/run-import";
import { checkImport, startImport } from "./commands/import-targets";
import { importTargetsJob } from "./jobs/import-targets";
import { getImport, listPhotometryVerdicts } from "./queries/get-import";

let database: TestDatabase;
let ada: Context;
let ben: Context;

beforeEach(async () => {
  database = await createTestDatabase();
  [ada, ben] = [await addUser(database, "ada"), await addUser(database, "ben")];
});
afterEach(() => database.destroy());

const named = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
const inputOf = (light: string, more: { timeScale?: string; targets?: string } = {}) => ({
  file: named("targets.csv", more.targets ?? "name,ra,dec,name2\nNew 1,10,-20,Alias 1\nNew 2,11,-20,\nBad,999,0,\n"),
  photometry: named("light.csv", light),
  ...(more.timeScale === undefined ? {} : { timeScale: more.timeScale }),
});

async function count(of: string): Promise<number> {
  const [row] = await database.read.all<{ n: number }>(sql.raw(`SELECT count(*) AS n FROM ${of}`));
  return row?.n ?? -1;
}

const heading = "target,time,filter,magnitude,error\n";

describe("photometry beside an import", () => {
  it("is judged row by row before anything is written", async () => {
    await createTarget({ ctx: ada, input: { name: "Mine", raDeg: 1, decDeg: 1 } });
    await createTarget({ ctx: ben, input: { name: "Open", raDeg: 2, decDeg: 1, visibility: "open" } });
    await createTarget({ ctx: ben, input: { name: "Hidden", raDeg: 3, decDeg: 1, visibility: "private" } });
    const rows = [
      ["New 1,60000.5,r,18.2,0.1", "accepted", null],
      ["alias-1,60001.5,r,18.3,0.1", "accepted", null],
      ["Mine,2023-02-25T12:00:00Z,g,19,0.2", "accepted", null],
      ["Bad,60000.5,r,18,", "rejected", "target"],
      ["Open,60000.5,r,18,", "rejected", "target"],
      ["Hidden,60000.5,r,18,", "rejected", "target"],
      ["Nobody,60000.5,r,18,", "rejected", "target"],
      [",60000.5,r,18,", "rejected", "target"],
      ["New 2,yesterday,r,18,", "rejected", "time"],
      ["New 2,60000.5,r,eighteen,", "rejected", "magnitude"],
      ["New 2,60000.5,,18,", "rejected", "filter"],
      ["New 2,60000.5,r,18,0.1,9,9", "rejected", ""],
      ["__proto__,60000.5,r,18,", "rejected", "target"],
    ] as const;
    const answer = await checkImport({ ctx: ada, input: inputOf(heading + rows.map(([row]) => `${row}\n`).join("")) });
    expect(answer.photometry?.verdicts.map(({ row, verdict, field }) => [row, verdict, field])).toEqual(
      rows.map(([, verdict, field], index) => [index + 2, verdict, field]),
    );
    expect(answer.photometry?.counts).toEqual({ total: 13, accepted: 3, rejected: 10 });
    const messages = answer.photometry?.verdicts.map(({ message }) => message);
    // What she does not see is not told of: the same sentence as for what is nowhere.
    expect(messages?.[5]).toBe(messages?.[6]);
    expect([await count("photometry"), await count("target_imports")]).toEqual([0, 0]);
  });

  it("refuses a cell of half a million characters as it does a short one, and without holding anybody up", async () => {
    const long = 450_000;
    const cells = [`${"1".repeat(long)}x`, `${"1".repeat(long)}.${"1".repeat(long)}x`, `"<${" ".repeat(long)}\nx\n"`];
    const light = cells.map((cell) => `New 1,60000.5,r,${cell},\nNew 1,${cell},r,18,\n`).join("");
    const targets = `name,ra,dec,epoch\nNew 1,10,-20,\n${cells.map((cell, at) => `Odd ${at},1,1,${cell}\n`).join("")}`;
    const answer = await checkImport({ ctx: ada, input: inputOf(heading + light, { targets }) });
    expect(answer.verdicts.map(({ field }) => field)).toEqual([null, "epoch", "epoch", "epoch"]);
    const refused = ["magnitude", "time", "magnitude", "time", "magnitude", "time"];
    expect(answer.photometry?.verdicts.map(({ field }) => field)).toEqual(refused);
    expect(JSON.stringify(answer).length).toBeLessThan(10_000);
  });

  it("comes into sight with the targets, is theirs by the file, and tells each of them once", async () => {
    const mine = await createTarget({ ctx: ada, input: { name: "Mine", raDeg: 1, decDeg: 1 } });
    const events = await count("outbox");
    const light = `${heading}New 1,60000.5,r,18.2,0.1\nMine,60000.5,g,19,0.2\nNew 1,60001.5,r,18.3,0.1\nNobody,1,r,1,\n`;
    const { jobId } = await startImport({ ctx: ada, input: inputOf(light) });
    let said = "";
    const tell = (_done: number, message: string): void => {
      said = message;
    };
    expect(await attemptImport(ada, jobId, 1, { tell })).toMatchObject({
      created: 2,
      photometry: { total: 4, accepted: 3, rejected: 1, rejectedRows: [{ row: 5, field: "target" }] },
    });
    expect(said).toBe(
      "2 targets created, 0 were here already, 1 row rejected; of the photometry 3 measurements added, 1 row rejected",
    );
    const rows = await database.read.select().from(photometry);
    expect(rows).toHaveLength(3);
    expect(rows.map(({ via, provenance, source }) => [via, provenance, source])).toEqual(
      Array(3).fill(['["file"]', `job:${jobId}`, "ada"]),
    );
    expect(await count("outbox WHERE event = 'reduced_datum_post_save'")).toBe(2);
    expect(await count("outbox")).toBe(events + 4);
    expect(await count("audit WHERE verb = 'photometry.add'")).toBe(2);
    expect(await count("targets WHERE name = 'New 1' AND photometry_count = 2 AND newest_mag = 18.3")).toBe(1);
    const page = await listPhotometryVerdicts(database.read, ada.scope, { jobId, limit: 10 });
    expect(page.items.map(({ verdict }) => verdict)).toEqual(["accepted", "accepted", "accepted", "rejected"]);
    expect(page.items[1]?.targetId).toBe(mine.id);
    expect(await getImport(database.read, ada.scope, jobId)).toMatchObject({
      photometry: { fileName: "light.csv", counts: { accepted: 3 } },
    });
  });

  it("leaves nothing, for new targets or old, when the import is cancelled before it is in sight", async () => {
    await createTarget({ ctx: ada, input: { name: "Mine", raDeg: 1, decDeg: 1 } });
    const before = [await count("outbox"), await count("audit WHERE target_id IS NOT NULL")];
    const light = `${heading}New 1,60000.5,r,18.2,0.1\nMine,60000.5,g,19,0.2\n`;
    const { jobId } = await startImport({ ctx: ada, input: inputOf(light) });
    const stop = new AbortController();
    const tell = (done: number): void => {
      if (done === 5) stop.abort();
    };
    await expect(attemptImport(ada, jobId, 1, { tell, signal: stop.signal })).rejects.toThrow();
    for (const of of ["photometry", "pending_parts", "targets WHERE name <> 'Mine'"]) {
      expect([of, await count(of)]).toEqual([of, 0]);
    }
    expect([await count("outbox"), await count("audit WHERE target_id IS NOT NULL")]).toEqual(before);
  });

  it("is finished after a restart once the targets are in sight, and no row is there twice", async () => {
    await createTarget({ ctx: ada, input: { name: "Mine", raDeg: 1, decDeg: 1 } });
    const light = `${heading}New 1,60000.5,r,18.2,0.1\nMine,60000.5,g,19,0.2\nNobody,60000.5,g,19,0.2\n`;
    const { jobId } = await startImport({ ctx: ada, input: inputOf(light) });
    const [text] = await database.read.all(sql`SELECT * FROM target_import_pieces WHERE kind = 'photometry'`);
    await attemptImport(ada, jobId, 1);
    // As if the process had died after the commit: the light of the older target lacks, and the file is still kept.
    await database.write(async (tx) => {
      await tx.run(sql`DELETE FROM photometry WHERE target_pk = (SELECT pk FROM targets WHERE name = 'Mine')`);
      const { job_id, kind, seq, body } = text as Record<string, string>;
      await tx.run(
        sql`INSERT INTO target_import_pieces (job_id, kind, seq, body) VALUES (${job_id}, ${kind}, ${seq}, ${body})`,
      );
    });
    await attemptImport(ada, jobId, 2);
    await attemptImport(ada, jobId, 3);
    expect([await count("photometry"), await count("target_import_pieces WHERE kind = 'photometry'")]).toEqual([2, 0]);
  });

  it("goes to the target that came under its name while the file was read", async () => {
    const light = `${heading}New 1,60000.5,r,18.2,0.1\nNew 2,60000.5,r,18.2,0.1\n`;
    const { jobId } = await startImport({ ctx: ada, input: inputOf(light) });
    let rival: ReturnType<typeof createTarget> | null = null;
    const tell = (done: number): void => {
      if (done === 3) rival ??= createTarget({ ctx: ada, input: { name: "NEW-1", raDeg: 1, decDeg: 1 } });
    };
    expect(await attemptImport(ada, jobId, 1, { tell })).toMatchObject({ created: 1, existing: 1 });
    const { items } = await listPhotometryVerdicts(database.read, ada.scope, { jobId, limit: 10 });
    expect(items[0]?.targetId).toBe((await (rival as unknown as ReturnType<typeof createTarget>)).id);
    expect(await count("photometry")).toBe(2);
    expect(await count("outbox WHERE event = 'reduced_datum_post_save'")).toBe(2);
    expect(await count("outbox WHERE target_id NOT IN (SELECT id FROM targets)")).toBe(0);
  });

  it("is refused on an older target that she may not change any more when it comes to it", async () => {
    const mine = await createTarget({ ctx: ada, input: { name: "Mine", raDeg: 1, decDeg: 1, visibility: "open" } });
    const { jobId } = await startImport({ ctx: ada, input: inputOf(`${heading}Mine,60000.5,r,18.2,0.1\n`) });
    let taken: Promise<unknown> | null = null;
    const tell = (done: number): void => {
      if (done === 4) taken ??= database.write((tx) => tx.run(sql`DELETE FROM target_grants`));
    };
    expect(await attemptImport(ada, jobId, 1, { tell })).toMatchObject({ photometry: { accepted: 0, rejected: 1 } });
    await taken;
    const { items } = await listPhotometryVerdicts(database.read, ada.scope, { jobId, limit: 10 });
    expect(items).toMatchObject([{ verdict: "rejected", targetId: mine.id }]);
  });

  it("has its times in the scale that was chosen, by the place of each target where it depends on that", async () => {
    const light = "object,hjd,filter,mag\nNew 1,2460000.5,r,18\nNew 2,2460000.5,r,18\nOrbit,2460000.5,r,18\n";
    const targets =
      "name,type,ra,dec,scheme,epoch_of_elements,inclination,lng_asc_node,arg_of_perihelion,eccentricity,perihdist,epoch_of_perihelion\n" +
      "New 1,,0,0,,,,,,,,\nNew 2,,180,0,,,,,,,,\nOrbit,NON_SIDEREAL,,,MPC_COMET,60000,1,1,1,0.9,1.5,60100\n";
    const { jobId } = await startImport({ ctx: ada, input: inputOf(light, { targets }) });
    expect(await attemptImport(ada, jobId, 1)).toMatchObject({ created: 3, photometry: { accepted: 2, rejected: 1 } });
    const rows = await database.read.select().from(photometry);
    expect(rows.map(({ originalScale, originalTime }) => [originalScale, originalTime])).toEqual(
      Array(2).fill(["HJD", "2460000.5"]),
    );
    const [one, other] = rows.map(({ observedAtMjd }) => observedAtMjd);
    expect(Math.abs((one ?? 0) - (other ?? 0)) * 1440).toBeGreaterThan(5);
    const tai = await startImport({
      ctx: ada,
      input: inputOf("name,mjd,filter,mag\nTai,60000,r,18\n", { targets: "name,ra,dec\nTai,1,1\n", timeScale: "tai" }),
    });
    await attemptImport(ada, tai.jobId, 1);
    const [row] = await database.read.select().from(photometry).where(eq(photometry.originalScale, "TAI"));
    expect((60000 - (row?.observedAtMjd ?? 0)) * 86_400).toBeCloseTo(37, 3);
  });

  it("is refused as a file where it lacks what every row needs", async () => {
    const refused = async (light: string, more = {}) =>
      (await refusal(checkImport({ ctx: ada, input: inputOf(light, more) }))).fieldErrors;
    expect(await refused("time,filter,magnitude\n60000,r,18\n")).toHaveProperty("photometry");
    expect(await refused("name,filter,magnitude\nNew 1,r,18\n")).toHaveProperty("photometry");
    expect(await refused("name,time,magnitude\nNew 1,60000,18\n")).toHaveProperty("photometry");
    expect(await refused("")).toHaveProperty("photometry");
    expect(await refused(heading)).toHaveProperty("photometry");
    expect(await refused(`${heading}"New 1,60000,r,18,\nNew 1,60001,r,18,\n`)).toHaveProperty("photometry");
    expect(await refused(`target,time,filter,mag${",x".repeat(1000)}\nNew 1,60000,r,18\n`)).toHaveProperty(
      "photometry",
    );
    expect(await refused(`${heading}New 1,60000,r,18,\n`, { timeScale: "martian" })).toHaveProperty("timeScale");
    expect(await count("jobs")).toBe(0);
  });
});

it("tells handlers of the light after the target, once each", async () => {
  const heard: string[] = [];
  const made = reference("made", async ({ target }) => void heard.push(`made ${target.name}`));
  const bed = await createEngineBed([made], { jobs: [importTargetsJob] });
  try {
    const ctx: Context = { ...(await addUser(bed.database, "ada")), config: bed.ctx.config };
    const light = `${heading}New 1,60000.5,r,18.2,0.1\nNew 1,60001.5,r,18.2,0.1\n`;
    const { jobId } = await startImport({ ctx, input: inputOf(light) });
    await bed.engine.start();
    await until(async () => {
      const [job] = await bed.database.read.select().from(jobs).where(eq(jobs.id, jobId));
      return job?.status === "done";
    });
    await until(() => heard.length >= 2);
    expect(heard.toSorted()).toEqual(["made New 1", "made New 2"]);
    const [record] = await bed.database.read.select().from(targetImports);
    expect(record?.publishedAt).not.toBeNull();
  } finally {
    await bed.destroy();
  }
});
