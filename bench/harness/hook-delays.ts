import { createClient } from "@libsql/client";

/** Waits between the commit of an event and the start of its handler, in ms, of the targets with these ids. */
export async function startDelays(file: string, handler: string, ids: readonly string[]): Promise<number[]> {
  const client = createClient({ url: `file:${file}` });
  try {
    const { rows } = await client.execute({
      sql: `SELECT (julianday(r.started_at) - julianday(o.created_at)) * 86400000 AS ms
            FROM hook_runs r JOIN outbox o ON o.pk = r.outbox_pk
            WHERE r.handler = ? AND r.attempts = 1 AND o.object_id IN (SELECT value FROM json_each(?))
            ORDER BY o.pk`,
      args: [handler, JSON.stringify(ids)],
    });
    return rows.map((row) => Math.max(0, Number(row.ms)));
  } finally {
    client.close();
  }
}

/** Runs a second of a handler since an instant: those that ended, over the time from the first start to the last end. */
export async function drainRate(file: string, handler: string, since: string): Promise<number> {
  const client = createClient({ url: `file:${file}` });
  try {
    const { rows } = await client.execute({
      sql: `SELECT count(*) / (julianday(max(finished_at)) - julianday(min(started_at))) / 86400 AS rate
            FROM hook_runs WHERE handler = ? AND status = 'done' AND started_at >= ?`,
      args: [handler, since],
    });
    return Number(rows[0]?.rate);
  } finally {
    client.close();
  }
}
