import { and, eq } from "drizzle-orm";
import { alongRows } from "@/db/along-rows";
import type { ReadDb } from "@/db/client";
import { mails } from "@/db/schema/mail";
import type { VisibleScope } from "@/lib/access/scope";
import { invalidInput, notFound, TomError } from "@/lib/core/errors";
import type { MailDto, MailPage, MailState } from "../types";

type MailFilter = { state?: MailState | undefined; to?: string | undefined };

export type ListMailsArgs = MailFilter & { limit: number; cursor?: string | undefined; sort?: string | undefined };

const columns = {
  id: mails.id,
  to: mails.to,
  from: mails.from,
  subject: mails.subject,
  body: mails.body,
  askedBy: mails.askedBy,
  state: mails.state,
  attempts: mails.attempts,
  error: mails.error,
  createdAt: mails.createdAt,
  sentAt: mails.sentAt,
};

/** Mail tells of whatever it was sent about: it is for administrators alone. */
function requireAll(scope: VisibleScope): void {
  if (scope.kind !== "all") throw new TomError("FORBIDDEN", "Only administrators may read what was mailed.");
}

const selected = ({ state, to }: MailFilter) =>
  and(state === undefined ? undefined : eq(mails.state, state), to === undefined ? undefined : eq(mails.to, to));

/** Newest first. @throws FORBIDDEN for everyone but administrators, INVALID_INPUT for a cursor that is not known */
export async function listMails(db: ReadDb, scope: VisibleScope, args: ListMailsArgs): Promise<MailPage> {
  requireAll(scope);
  const { behind, order } = alongRows(mails.pk, args.sort, await pkOfCursor(db, args.cursor));
  const rows = await db
    .select(columns)
    .from(mails)
    .where(and(selected(args), behind))
    .orderBy(order)
    .limit(args.limit + 1);
  const items = rows.slice(0, args.limit);
  return { items, nextCursor: rows.length > args.limit ? (items.at(-1)?.id ?? null) : null };
}

export async function countMails(db: ReadDb, scope: VisibleScope, filter: MailFilter): Promise<number> {
  requireAll(scope);
  return db.$count(mails, selected(filter));
}

/** @throws FORBIDDEN for everyone but administrators, NOT_FOUND */
export async function getMail(db: ReadDb, scope: VisibleScope, id: string): Promise<MailDto> {
  requireAll(scope);
  const [mail] = await db.select(columns).from(mails).where(eq(mails.id, id));
  if (!mail) throw notFound("mail");
  return mail;
}

async function pkOfCursor(db: ReadDb, cursor: string | undefined): Promise<number | null> {
  if (cursor === undefined) return null;
  const [row] = await db.select({ pk: mails.pk }).from(mails).where(eq(mails.id, cursor));
  if (!row) throw invalidInput({ cursor: ["This cursor is not known."] });
  return row.pk;
}
