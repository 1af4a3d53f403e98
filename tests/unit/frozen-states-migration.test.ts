import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";
import { afterEach, beforeEach, expect, it } from "vitest";
import { connect } from "@/db/connect";

const migrations = join(process.cwd(), "db", "migrations");

let folder: string;
let client: ReturnType<typeof connect>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tom-migration-"));
  const old = join(folder, "migrations");
  cpSync(migrations, old, { recursive: true });
  const journal = join(old, "meta", "_journal.json");
  const whole = JSON.parse(readFileSync(journal, "utf8"));
  const at = whole.entries.findIndex(({ tag }: { tag: string }) => tag === "0028_frozen_states");
  writeFileSync(journal, JSON.stringify({ ...whole, entries: whole.entries.slice(0, at) }));
  client = connect({ url: `file:${join(folder, "tom.db")}` }, 1);
  await migrate(drizzle({ client }), { migrationsFolder: old });
});
afterEach(() => {
  client.close();
  rmSync(folder, { recursive: true, force: true });
});

const day = (n: number): string => `2026-11-${String(n).padStart(2, "0")}T00:00:00.000Z`;

async function insert(table: string, row: Record<string, string | number | null>): Promise<void> {
  const names = Object.keys(row);
  const sql = `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`;
  await client.execute({ sql, args: Object.values(row) });
}

async function target(pk: number, names: readonly [name: string, since: number][], type = "SIDEREAL"): Promise<void> {
  const [[name = "", since = 1] = []] = names;
  const times = { created_at: day(since), updated_at: day(since) };
  await insert("targets", { pk, id: `t${pk}`, name, type, visibility: "private", ...times });
  for (const [at, [one, from]] of names.entries())
    await insert("target_names", {
      target_pk: pk,
      is_primary: at === 0 ? 1 : 0,
      name: one,
      name_key: one.toLowerCase().replace(/[ _-]/g, ""),
      created_at: day(from),
    });
}

type Run = { pk: number; query?: number; group?: number; previous?: number; alerts: Record<string, string> };

async function run({ pk, query, group, previous, alerts }: Run): Promise<void> {
  await insert("broker_runs", {
    ...{ pk, id: `r${pk}`, query_pk: query ?? null, query_name: "q", broker_id: "tns", schema_version: 1 },
    ...{ parameters: "{}", group_pk: group ?? null, previous_pk: previous ?? null, status: "done" },
    ...{ started_at: day(10), finished_at: day(10) },
  });
  for (const [name, change] of Object.entries(alerts))
    await insert("broker_run_alerts", {
      ...{ run_pk: pk, alert_id: name.replace(/^SN /, ""), name, url: "", classifications: "[]", raw: "{}", change },
    });
}

it("runs of before keep what was a target when they were frozen, and which earlier run each alert was compared with", async () => {
  await target(1, [
    ["Old", 1],
    ["ZTF-a", 1],
    ["ZTF b", 20],
  ]);
  await target(2, [["AT 2026abc", 1]]);
  await target(3, [["ZTFc", 20]]);
  await target(4, [["ztfD", 1]], "NON_SIDEREAL");
  for (const [alert, since] of [
    ["ZTF_l", 5],
    ["ZTF_m", 15],
  ] as const)
    await insert("alert_links", { target_pk: 3, broker_id: "tns", alert_id: alert, url: "", created_at: day(since) });
  for (const pk of [1, 2])
    await insert("groups", { pk, id: `g${pk}`, name: `g${pk}`, name_key: `g${pk}`, created_at: day(1) });
  const times = { created_at: day(1), updated_at: day(1) };
  await insert("broker_queries", {
    pk: 1,
    id: "q1",
    name: "q",
    broker_id: "tns",
    schema_version: 1,
    parameters: "{}",
    ...times,
  });
  const named = ["ZTFa", "ZTFb", "ZTFc", "ZTFd", "SN 2026abc", "ZTF_l", "ZTF_m"];
  await run({ pk: 1, query: 1, alerts: Object.fromEntries(named.map((name) => [name, "new"])) });
  await run({ pk: 2, query: 1, group: 1, previous: 1, alerts: { ZTFa: "same", ZTFb: "updated", x: "new" } });
  await run({ pk: 3, query: 1, group: 1, previous: 2, alerts: { ZTFa: "same", ZTFc: "same", x: "same" } });
  await run({ pk: 4, group: 2, previous: 3, alerts: { ZTFz: "same" } });
  await run({ pk: 5, group: 2, previous: 4, alerts: { ZTFz: "same" } });

  await migrate(drizzle({ client }), { migrationsFolder: migrations });
  const known = await client.execute(
    "SELECT a.name, k.target_pk FROM broker_run_known k JOIN broker_run_alerts a ON a.pk = k.alert_pk WHERE a.run_pk = 1 ORDER BY a.pk",
  );
  expect(known.rows.map((row) => [row.name, row.target_pk])).toEqual([
    ["ZTFa", 1],
    ["SN 2026abc", 2],
    ["ZTF_l", 3],
  ]);
  const marks = await client.execute(
    "SELECT run_pk, name, compared_pk FROM broker_run_alerts WHERE run_pk > 1 ORDER BY pk",
  );
  expect(marks.rows.map((row) => [row.run_pk, row.name, row.compared_pk])).toEqual([
    [2, "ZTFa", 1],
    [2, "ZTFb", 1],
    [2, "x", null],
    [3, "ZTFa", 2],
    [3, "ZTFc", 1],
    [3, "x", 2],
    [4, "ZTFz", 3],
    [5, "ZTFz", 4],
  ]);
});
