import { createRequire } from "node:module";

type Statement = { run(...values: readonly unknown[]): { lastInsertRowid: number | bigint } };
/** What is used here of package `libsql`, the native driver below the client. */
type Native = {
  exec(sql: string): unknown;
  prepare(sql: string): Statement;
  transaction<Arguments extends readonly unknown[]>(work: (...args: Arguments) => void): (...args: Arguments) => void;
  close(): void;
};

/** The very driver that the client brings along. */
function openNative(path: string): Native {
  const require = createRequire(createRequire(import.meta.url).resolve("@libsql/client"));
  const Driver = require("libsql") as new (path: string, options: { timeout: number }) => Native;
  return new Driver(path, { timeout: 5000 });
}

export type BareTarget = { name: string; alias: string; raDeg: number; decDeg: number };

/** Prepared inserts of the same rows, one by one in one transaction: the least that storing them can cost. */
export function bareTargets(path: string): { write(rows: readonly BareTarget[]): number; close(): void } {
  const native = openNative(path);
  native.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  const at = new Date().toISOString();
  const into = (columns: string): Statement =>
    native.prepare(`INSERT INTO ${columns} VALUES (${Array(columns.split(",").length).fill("?").join(", ")})`);
  const target = into("targets (id, name, type, visibility, ra_deg, dec_deg, healpix14, created_at, updated_at)");
  const name = into("target_names (target_pk, is_primary, name, name_key, created_at)");
  const search = into("target_search (rowid, names)");
  const tag = into("target_tags (target_pk, tag)");
  const extra = into("target_extras (target_pk, key, value)");
  const grant = into(
    "target_grants (target_pk, principal_kind, principal_pk, can_change, can_delete, is_creator, created_at)",
  );
  const trail = into("audit (at, actor, actor_name, verb, object_type, object_id, target_id, summary, request_id)");
  const event = into("outbox (id, event, object_type, object_id, target_id, payload, actor, created_at, relayed_at)");
  const write = native.transaction((rows: readonly BareTarget[]) => {
    for (const row of rows) {
      const id = crypto.randomUUID();
      const pk = Number(
        target.run(id, row.name, "SIDEREAL", "public", row.raDeg, row.decDeg, 1, at, at).lastInsertRowid,
      );
      name.run(pk, 1, row.name, row.name.toLowerCase(), at);
      name.run(pk, 0, row.alias, row.alias.toLowerCase(), at);
      search.run(pk, `${row.name}\n${row.alias}`);
      tag.run(pk, "imported");
      extra.run(pk, "host", '"M 100"');
      grant.run(pk, "user", 1, 1, 1, 1, at);
      trail.run(at, "user:x", "x", "target.create", "target", id, id, `Created ${row.name}`, "bench");
      event.run(id, "target_post_save", "target", id, id, payload, "{}", at, at);
    }
  });
  return {
    write(rows) {
      const began = performance.now();
      write(rows);
      return (performance.now() - began) / 1000;
    },
    close: () => native.close(),
  };
}

/** As long as the event of a target. */
const payload = JSON.stringify({ created: true, previous: null, target: "x".repeat(1100) });
