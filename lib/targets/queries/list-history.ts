import { sql } from "drizzle-orm";
import * as z from "zod";
import { alongRows } from "@/db/along-rows";
import type { VisibleScope } from "@/lib/access/scope";
import { invalidInput, TomError } from "@/lib/core/errors";
import { readRowCursor, writeRowCursor } from "@/lib/core/row-cursor";
import type { HistoryEntry } from "../types";
import { getTargetKey } from "./get-target";
import type { Page } from "./list-targets";
import type { Reader } from "./read-targets";

const changesText = z.record(z.string(), z.tuple([z.unknown(), z.unknown()]));

const historyRow = z.object({
  pk: z.number(),
  at: z.string(),
  actorName: z.string(),
  verb: z.string(),
  summary: z.string(),
  changes: z.string().nullable(),
});

/** It names people, which a reader who has not signed in is not told. */
export const seesHistory = (scope: VisibleScope): boolean => scope.kind !== "anonymous" && scope.kind !== "none";

/** Who got rights is for administrators; others read that they were changed. */
const rightsFields: ReadonlySet<string> = new Set(["groups", "grants"]);

/**
 * Who changed what on a target, newest first, for those who have signed in. What a field was is told to those who may
 * change the target: others could read what was taken out before it was shown to them.
 * @throws NOT_FOUND, UNAUTHENTICATED
 */
export async function listHistory(
  db: Reader,
  scope: VisibleScope,
  args: { id: string; cursor?: string | undefined; limit?: number | undefined; sort?: string | undefined },
): Promise<Page<HistoryEntry>> {
  const key = await getTargetKey(db, scope, args);
  if (!seesHistory(scope)) throw new TomError("UNAUTHENTICATED", "Sign in to see who changed what.");
  const limit = args.limit ?? 50;
  const from = args.cursor === undefined ? null : readRowCursor(args.cursor);
  if (args.cursor !== undefined && from === null) throw invalidInput({ cursor: ["The cursor is not one of ours"] });
  const { behind, order } = alongRows(sql`a.pk`, args.sort, from);
  const rows = await db.all(sql`
    SELECT a.pk, a.at, a.actor_name AS "actorName", a.verb, a.summary, a.changes
    FROM audit a WHERE a.target_id = ${key.id} AND ${behind} ORDER BY ${order} LIMIT ${limit + 1}`);
  const entries = rows.map((row) => historyRow.parse(row));
  const page = entries.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((entry) => toEntry(entry, key.canChange ? scope : null)),
    nextCursor: entries.length > limit && last ? writeRowCursor(last.pk) : null,
  };
}

const countRow = z.object({ n: z.number() });

/** How many changes a target has seen. @throws NOT_FOUND, UNAUTHENTICATED */
export async function countHistory(db: Reader, scope: VisibleScope, args: { id: string }): Promise<number> {
  const key = await getTargetKey(db, scope, args);
  if (!seesHistory(scope)) throw new TomError("UNAUTHENTICATED", "Sign in to see who changed what.");
  const [row] = await db.all(sql`SELECT count(*) AS n FROM audit a WHERE a.target_id = ${key.id}`);
  return countRow.parse(row).n;
}

/** `changer`: whose eyes it is for, where she may change the target; null tells what was done and not to what. */
function toEntry(
  { pk: _, changes, ...entry }: z.output<typeof historyRow>,
  changer: VisibleScope | null,
): HistoryEntry {
  if (changer === null) return { ...entry, summary: verbWords(entry.verb), changes: null };
  return { ...entry, changes: readChanges(changes, changer) };
}

/** `target.addAlias` as "Add alias". */
function verbWords(verb: string): string {
  const words = verb
    .slice(verb.indexOf(".") + 1)
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function readChanges(text: string | null, scope: VisibleScope): HistoryEntry["changes"] {
  const parsed = changesText.safeParse(text === null ? null : JSON.parse(text));
  if (!parsed.success) return null;
  const told = Object.entries(parsed.data).filter(([field]) => scope.kind === "all" || !rightsFields.has(field));
  return told.length === 0 ? null : Object.fromEntries(told);
}
