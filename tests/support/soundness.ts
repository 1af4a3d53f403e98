import { createClient } from "@libsql/client";

/** What a fault may have left in a database file that no process owns any more. */
export type Soundness = {
  /** SQLite's own word: "ok", or what is broken. */
  integrity: string;
  /** Rows that point at rows which are not there. */
  dangling: number;
  /** Events that were committed and never handed on. */
  unrelayedEvents: number;
  /** Handler runs that neither ended nor wait for their time. */
  unfinishedRuns: number;
  /** Events with more than one first run of one handler. */
  doubledRuns: number;
};

export const sound: Soundness = {
  integrity: "ok",
  dangling: 0,
  unrelayedEvents: 0,
  unfinishedRuns: 0,
  doubledRuns: 0,
};

export async function soundnessOf(file: string): Promise<Soundness> {
  const client = createClient({ url: `file:${file}` });
  const numberOf = async (statement: string): Promise<number> => Number((await client.execute(statement)).rows[0]?.[0]);
  try {
    const integrity = await client.execute("PRAGMA integrity_check");
    const dangling = await client.execute("PRAGMA foreign_key_check");
    return {
      integrity: integrity.rows.map((row) => String(row[0])).join("; "),
      dangling: dangling.rows.length,
      unrelayedEvents: await numberOf(
        `SELECT (SELECT count(*) FROM outbox WHERE relayed_at IS NULL) + (SELECT count(*) FROM released_events)`,
      ),
      unfinishedRuns: await numberOf("SELECT count(*) FROM hook_runs WHERE status IN ('queued', 'running')"),
      doubledRuns: await numberOf(
        `SELECT count(*) FROM (SELECT 1 FROM hook_runs WHERE replay_of = ''
         GROUP BY outbox_pk, handler HAVING count(*) > 1)`,
      ),
    };
  } finally {
    client.close();
  }
}
