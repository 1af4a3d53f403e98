import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { getJob } from "@/lib/jobs/queries";
import { createTarget } from "@/lib/targets/commands/create-target";
import { listTargetObjects } from "@/lib/targets/queries/list-targets";
import { addGroup, addUser, refusal, testConfig } from "@/lib/targets/testing";
import { createEngineBed, type EngineBed, until } from "@/tests/support/engine-bed";
import { checkImport, startImport } from "./commands/import-targets";
import { importTargetsJob } from "./jobs/import-targets";
import { listVerdicts } from "./queries/get-import";
import type { RowVerdict } from "./schema";

let bed: EngineBed;
let database: TestDatabase;
let ada: Context;
let ben: Context;

beforeEach(async () => {
  bed = await createEngineBed([], { jobs: [importTargetsJob], config: testConfig });
  database = bed.database;
  [ada, ben] = [await addUser(database, "ada"), await addUser(database, "ben")];
});
afterEach(() => bed.destroy());

const file = (text: string) => ({ name: "targets.csv", bytes: new TextEncoder().encode(text) });
const check = async (text: string, more = {}, ctx = ada) => checkImport({ ctx, input: { file: file(text), ...more } });
const told = (verdicts: readonly RowVerdict[]) => verdicts.map(({ row, verdict, field }) => [row, verdict, field]);

const ended = (jobId: string, ctx = ada) =>
  until(async () => {
    const job = await getJob(database.read, ctx.scope, jobId);
    return job.status === "queued" || job.status === "running" ? null : job;
  });

async function importAll(ctx: Context, text: string, more = {}) {
  const { jobId } = await startImport({ ctx, input: { file: file(text), ...more } });
  await bed.engine.start();
  return { jobId, job: await ended(jobId, ctx) };
}

async function count(table: string): Promise<number> {
  const [row] = await database.read.all<{ n: number }>(sql.raw(`SELECT count(*) AS n FROM ${table}`));
  return row?.n ?? -1;
}

const list = (ctx: Context) =>
  listTargetObjects(database.read, ctx.scope, { sort: "name", limit: 200, filter: {}, now: new Date() });

describe("a file that is written in another way", () => {
  const made = async (text: string) => (await check(text)).counts;
  const one = { total: 1, created: 1 };

  it("is read whatever its lines end with, also one way after the other", async () => {
    for (const ends of [
      ["\r\n", "\r\n"],
      ["\r", "\r"],
      ["\r\n", "\n"],
      ["\n", "\r\n"],
    ]) {
      const text = `name,ra,dec,host${ends[0]}A 1,1,1,"M\n31"${ends[1]}A 2,2,2,x${ends[0]}A 3,3,3,"y"${ends[1]}`;
      expect(await made(text)).toMatchObject({ total: 3, created: 3 });
    }
  });

  it("is read in UTF-16, and refused in one sentence where it is no text", async () => {
    const wide = new Uint8Array(
      new Uint16Array(
        [0xfeff, ..."name,ra,dec\nÅ 1,1,1\n"].map((one) => (typeof one === "string" ? one.charCodeAt(0) : one)),
      ).buffer,
    );
    const of = (bytes: Uint8Array) => checkImport({ ctx: ada, input: { file: { name: "x.csv", bytes } } });
    expect((await of(wide)).counts).toMatchObject(one);
    for (const bytes of [
      wide.slice(2),
      Uint8Array.of(110, 0xe9, 10),
      new TextEncoder().encode("name,ra,dec\nA\0,1,1"),
    ]) {
      expect(Object.keys((await refusal(of(bytes))).fieldErrors ?? {})).toEqual(["file"]);
    }
  });

  it("is refused where a quotation mark is never closed, a record never ends, or the header is none", async () => {
    const refused = async (text: string) => (await refusal(check(text))).fieldErrors?.file?.[0];
    expect(await refused('name,ra,dec\nA 1,1,1\n"A 2,2,2\nA 3,3,3\n')).toContain("Row 3");
    expect(await refused(`name,ra,dec\n"${"A 2,2,2\n".repeat(400_000)}`)).toContain("Row 2");
    expect(await refused(`name,ra,dec\n${",".repeat(20_000)}\n`)).toContain("Row 2");
    expect(await refused(`${"x".repeat(1_000_000)},ra\n`)).toContain("first line");
    expect(await refused(`${"x,".repeat(600)}\n`)).toContain("columns");
    expect(await refused(`name,ra,dec\n${"A,1,1\n".repeat(100_001)}`)).toContain("100,000");
  });

  it("has its rows judged one by one where quotation marks do not fit, and columns of any name", async () => {
    const odd = await check('name,ra,dec,host\nA "x" 1,1,1,\n"A" 2,2,"2",x\nA 3,3,3,\n');
    expect(told(odd.verdicts)).toEqual([
      [2, "created", null],
      [3, "rejected", ""],
      [4, "created", null],
    ]);
    const text =
      "name,ra,dec,__proto__,constructor,extra___proto__,host\n__proto__,1,1,x,y,z,M 31\nconstructor,2,2,,,,\n";
    expect(await made(text)).toMatchObject({ total: 2, created: 2 });
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });

  it("has extras told that are not of their type", async () => {
    const { verdicts } = await check(
      "name,ra,dec,peakMag,vetted\nA 1,1,1,bright,\nA 2,1,1,1e400,\nA 3,1,1,,maybe\nA 4,1,1,17,yes\n",
    );
    expect(told(verdicts)).toEqual([
      [2, "rejected", "peakMag"],
      [3, "rejected", "peakMag"],
      [4, "rejected", "vetted"],
      [5, "created", null],
    ]);
    expect(verdicts[0]?.message).toBe("“bright” is not a number");
  });

  it("has places in degrees, hours and sexagesimal, and keeps the sign of a declination of no degrees", async () => {
    const rows = ["12:22:54.9,-0 30 00", "12h22m54.9s,-0d30m00s", "185.72875,-0.5", "12 22 54.9,-00:30:00"];
    await importAll(ada, `name,ra,dec\n${rows.map((row, index) => `A ${index},${row}\n`).join("")}`);
    const { items } = await list(ada);
    expect(items).toHaveLength(4);
    for (const { raDeg, decDeg } of items) {
      expect(raDeg).toBeCloseTo(185.728_75, 6);
      expect(decDeg).toBe(-0.5);
    }
  });
});

describe("a check", () => {
  it("says what is wrong with each row, on its column, and writes nothing", async () => {
    const rows = [
      ["name,type,ra,dec,epoch,permissions,groups,peakMag,name2", null],
      ["Good 1,SIDEREAL,10,-20,2000,PUBLIC,,17.5,Alias 1", null],
      ["RA 999,SIDEREAL,999,0,,,,,", "ra"],
      ["Dec 95,SIDEREAL,10,95,,,,,", "dec"],
      ["Word,SIDEREAL,10,1,,SECRET,,,", "permissions"],
      ["No ra,SIDEREAL,,1,,,,,", "ra"],
      ["No dec,SIDEREAL,3,,,,,,", "dec"],
      ["good-1,SIDEREAL,3,3,,,,,", "name"],
      ["Other,SIDEREAL,3,3,,,,,ALIAS (1)", "name"],
      [`${"x".repeat(101)},SIDEREAL,3,3,,,,,`, "name"],
      [`Fine,SIDEREAL,3,3,,,,,${"y".repeat(101)}`, "name2"],
      [",SIDEREAL,3,3,,,,,", "name"],
      ["Epoch,SIDEREAL,3,3,soon,,,,", "epoch"],
      ["Type,GALAXY,3,3,,,,,", "type"],
      ["Group,SIDEREAL,3,3,,,Nobody's,,", "groups"],
      ["Extra,SIDEREAL,3,3,,,,bright,", "peakMag"],
      ["Comet,NON_SIDEREAL,,,,,,,", "scheme"],
      ["Many,SIDEREAL,3,3,,,,,,,, more", ""],
    ] as const;
    const { verdicts, counts } = await check(rows.map(([line]) => line).join("\n"));
    expect(told(verdicts)).toEqual(
      rows.slice(1).map(([, field], index) => [index + 2, field === null ? "created" : "rejected", field]),
    );
    expect(verdicts.every(({ verdict, message }) => (verdict === "rejected") === (message !== null))).toBe(true);
    expect(counts).toEqual({ total: 17, created: 1, existing: 0, rejected: 16, near: 0 });
    expect(await count("targets")).toBe(0);
  });

  it("links what is here under its name or an alias, in any spelling, and tells of a near position", async () => {
    const target = await createTarget({
      ctx: ada,
      input: { name: "SN 2020oi", raDeg: 10, decDeg: 20, aliases: ["ZTF20aaelulu"] },
    });
    const text = "name,ra,dec,name2\nsn2020-OI,1,1,\nNew 1,1,1,ztf20AAELULU\nNew 2,10.0001,20.0001,\nNew 3,10.01,20,";
    const { verdicts } = await check(text);
    expect(verdicts.map(({ verdict, targetId, message }) => [verdict, targetId, message])).toEqual([
      ["existing", target.id, "By the name sn2020-OI, as SN 2020oi"],
      ["existing", target.id, "By the name ztf20AAELULU, as SN 2020oi"],
      ["created", null, null],
      ["created", null, null],
    ]);
    expect(verdicts[2]?.near).toMatchObject({ targetId: target.id, name: "SN 2020oi" });
    expect(verdicts[3]?.near).toBeNull();
  });

  it("never tells of what the person does not see", async () => {
    await createTarget({ ctx: ben, input: { name: "Hush 1", raDeg: 10, decDeg: 20, aliases: ["Hush 2"] } });
    const { verdicts } = await check("name,ra,dec\nHush 1,10,20\nHush 2,10,20.01");
    expect(verdicts.map(({ verdict, near }) => [verdict, near])).toEqual([
      ["created", null],
      ["created", null],
    ]);
    const { job } = await importAll(ada, "name,ra,dec\nHush 1,10,20");
    expect(job.result).toMatchObject({ created: 1 });
  });

  it("says which columns are left out, and refuses what is no file of targets", async () => {
    const { warnings } = await check("persistentshare,name,ra,dec,created,mystery\n,A 1,1,1,2020-01-01,x");
    expect(warnings.join(" ")).toMatch(/persistentshare.*created.*mystery/s);
    const refused = (text: string) => refusal(check(text)).then((error) => error.fieldErrors?.file?.[0]);
    expect(await refused("ra,dec\n1,1")).toContain("name");
    expect(await refused("name,ra,RA,dec\nx,1,1,1")).toContain("twice");
    expect(await refused("  \n")).toContain("empty");
    expect(await refused("name\0")).toContain("not text");
    const latin = { name: "x.csv", bytes: new Uint8Array([0x6e, 0xe9, 0x0a]) };
    expect((await refusal(checkImport({ ctx: ada, input: { file: latin } }))).fieldErrors?.file?.[0]).toContain(
      "UTF-8",
    );
    expect(
      (await refusal(startImport({ ctx: ada, input: { file: file("name,ra,dec\n") } }))).fieldErrors?.file,
    ).toBeDefined();
  });

  it("reads what spreadsheets save: a mark of byte order, semicolons, CRLF, UTF-16, text in quotation marks", async () => {
    const { verdicts } = await check('\ufeffname;ra;dec\r\n"A;1";1;2\r\n\r\n"B ""2""";12 22 54.9;-0 30 00\r\n');
    expect(verdicts.map(({ row, name, verdict }) => [row, name, verdict])).toEqual([
      [2, "A;1", "created"],
      [4, 'B "2"', "created"],
    ]);
    const wide = new Uint8Array(Buffer.from("\ufeffname,ra,dec\nÅ 1,1,1", "utf16le"));
    expect((await checkImport({ ctx: ada, input: { file: { name: "w.csv", bytes: wide } } })).counts.created).toBe(1);
  });
});

describe("an import", () => {
  it("makes each target whole, with one event and one line of the trail, and keeps the verdict on each row", async () => {
    const group = await addGroup(database, "Supernovae", [ada]);
    const text =
      'name,type,ra,dec,permissions,groups,tags,aliases,host,peakMag,vetted\nA 1,SIDEREAL,12:22:54.94,-0 30 00,OPEN,supernovae,"x, ""y, z""",B 1,M100,0,true\nA 2,SIDEREAL,1,2,,,,,,,\nA 3,SIDEREAL,999,2,,,,,,,';
    const { jobId, job } = await importAll(ada, text, { visibility: "public", groups: [group.id] });
    expect(job.result).toMatchObject({ created: 2, existing: 0, rejected: 1, rejectedRows: [{ row: 4, field: "ra" }] });
    const { items } = await list(ada);
    expect(items).toMatchObject([
      {
        name: "A 1",
        visibility: "open",
        decDeg: -0.5,
        tags: ["x", "y, z"],
        aliases: ["B 1"],
        extras: { host: "M100", peakMag: 0, vetted: true },
        groups: [{ name: "Supernovae" }],
        createdBy: "ada",
      },
      { name: "A 2", visibility: "public", groups: [{ name: "Supernovae" }] },
    ]);
    const events = await database.read.all<{ payload: string }>(
      sql`SELECT payload FROM outbox WHERE event = 'target_post_save' ORDER BY pk`,
    );
    expect(events.map(({ payload }) => JSON.parse(payload))).toEqual(
      items.map((target) => ({ created: true, previous: null, target })),
    );
    const trail = await database.read.all(sql`SELECT verb, actor_name AS who FROM audit WHERE target_id IS NOT NULL`);
    expect(trail).toEqual([
      { verb: "target.create", who: "ada" },
      { verb: "target.create", who: "ada" },
    ]);
    const verdicts = await listVerdicts(database.read, ada.scope, { jobId, limit: 10 });
    expect(verdicts.items.map(({ targetId }) => targetId)).toEqual([...items.map(({ id }) => id), null]);
    expect((await refusal(listVerdicts(database.read, ben.scope, { jobId, limit: 10 }))).code).toBe("NOT_FOUND");
  });

  it("of an export of the TOM Toolkit takes its columns as they are", async () => {
    const text = readFileSync("lib/targets/fixtures/tom-toolkit-export.csv", "utf8");
    const { job } = await importAll(ada, text);
    expect(job.result).toMatchObject({ created: 3, existing: 0, rejected: 0 });
    const { items } = await list(ada);
    expect(items.map(({ name, type, visibility }) => [name, type, visibility])).toEqual([
      ["C/2021 G2", "NON_SIDEREAL", "open"],
      ["M 100", "SIDEREAL", "public"],
      ["SN 2020oi", "SIDEREAL", "private"],
    ]);
    expect(items[0]).toMatchObject({ scheme: "MPC_COMET", eccentricity: 0.98, perihelionDistanceAu: 4.98 });
    expect(items[2]).toMatchObject({
      aliases: ["ZTF20aaelulu", "AT 2020oi"],
      pmRaMasPerYr: -1.5,
      extras: { host: "M100" },
    });
  });
});
