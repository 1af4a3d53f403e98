import { eq, or, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { brokerRunAlerts, brokerRuns } from "@/db/schema/alerts";
import { users } from "@/db/schema/people";
import type { Context } from "@/lib/access/context";
import { ownRun } from "@/lib/access/owned-scope";
import { sessionScope, type VisibleScope } from "@/lib/access/scope";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import type { Notice } from "@/lib/notifications/notify";
import { isNewTo } from "../queries/alert-state";
import { ruleReport } from "../queries/rule-report";

type Args = {
  runPk: number;
  /** Somebody who is not told. */
  exceptPk: number | null;
};

const linesMax = 10;

/**
 * One notice for each person of the run's group and its owner to whom it brought something new, counted and listed under
 * her own rights as the run's page does: what was a target of hers already is not new to her, what the query's rule has just
 * made one is.
 */
export async function runDigest(ctx: Context, brokers: BrokerRegistry, { runPk, exceptPk }: Args): Promise<Notice[]> {
  const db = ctx.database.read;
  const [run] = await db.select().from(brokerRuns).where(eq(brokerRuns.pk, runPk));
  if (!run) return [];
  const broker = brokers.nameOf(run.brokerId);
  const notices: Notice[] = [];
  for (const { pk, scope } of await readersOf(db, run)) {
    if (pk === exceptPk) continue;
    const { count, lines } = await newFor(db, scope, runPk);
    if (count === 0) continue;
    const made = (await ruleReport(db, scope, run))?.items.filter((item) => item.outcome === "created").length ?? 0;
    const found = `${count} new ${count === 1 ? "alert" : "alerts"}`;
    const sentence = `A run of "${run.queryName}" at ${broker} found ${found}${madeText(made)}.`;
    const more = count > lines.length ? [`and ${count - lines.length} more`] : [];
    notices.push({
      userPk: pk,
      key: `run:${run.id}`,
      kind: "query.newAlerts",
      title: `${found}: ${run.queryName}`,
      body: sentence,
      href: `/alerts/runs/${run.id}`,
      mailBody: [sentence, "", ...lines, ...more].join("\n"),
    });
  }
  return notices;
}

const madeText = (made: number): string =>
  made === 0 ? "" : `; its rule made ${made} ${made === 1 ? "target" : "targets"}`;

async function readersOf(
  db: ReadDb,
  run: Pick<typeof brokerRuns.$inferSelect, "pk" | "ownerPk" | "groupPk">,
): Promise<{ pk: number; scope: VisibleScope }[]> {
  const owns = sql`${users.pk} = ${run.ownerPk ?? -1} AND (${users.role} = 'admin' OR EXISTS (
    SELECT 1 FROM ${brokerRuns} WHERE ${brokerRuns.pk} = ${run.pk} AND ${ownRun(brokerRuns)}))`;
  const inGroup = sql`${users.pk} IN (SELECT m.user_pk FROM memberships m WHERE m.group_pk = ${run.groupPk ?? -1})`;
  const rows = await db
    .select({ pk: users.pk, id: users.id, username: users.username, role: users.role })
    .from(users)
    .where(sql`${users.disabledAt} IS NULL AND ${or(owns, inGroup)}`)
    .orderBy(users.pk);
  return rows.map(({ pk, id, username, role }) => {
    const actor = { kind: "user", userId: id, userPk: pk, username, role, via: "session", access: "read" } as const;
    return { pk, scope: sessionScope(actor, false) };
  });
}

async function newFor(db: ReadDb, scope: VisibleScope, runPk: number): Promise<{ count: number; lines: string[] }> {
  const isNew = sql`${brokerRunAlerts.runPk} = ${runPk} AND ${isNewTo(scope)}`;
  const from = db
    .select({
      name: brokerRunAlerts.name,
      mag: brokerRunAlerts.mag,
      band: brokerRunAlerts.band,
      score: brokerRunAlerts.score,
      url: brokerRunAlerts.url,
      count: sql<number>`count(*) OVER ()`,
    })
    .from(brokerRunAlerts)
    .innerJoin(brokerRuns, eq(brokerRuns.pk, brokerRunAlerts.runPk));
  const rows = await from.where(isNew).orderBy(brokerRunAlerts.pk).limit(linesMax);
  return { count: rows[0]?.count ?? 0, lines: rows.map(lineOf) };
}

function lineOf(alert: { name: string; mag: number | null; band: string | null; score: number | null; url: string }) {
  const mag = alert.mag === null ? null : `${alert.band === null ? "" : `${alert.band} `}${alert.mag.toFixed(2)}`;
  const score = alert.score === null ? null : `score ${Number(alert.score.toPrecision(3))}`;
  return `  ${[alert.name, mag, score, alert.url].filter((part) => part !== null && part !== "").join("  ")}`;
}
