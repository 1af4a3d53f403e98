import { and, eq, inArray, isNull } from "drizzle-orm";
import * as z from "zod";
import { notifications } from "@/db/schema/notifications";
import { users } from "@/db/schema/people";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { nowIso } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { causeOf, type MailCause } from "@/lib/mail/bounds";
import { enqueueMails } from "@/lib/mail/enqueue";
import type { MailDraft } from "@/lib/mail/schema";

/** What one person is told of. Nothing in it goes beyond what she may see herself. */
export type Notice = {
  userPk: number;
  /** Telling twice of one thing is telling once: "run:<id>", for example. */
  key: string;
  /** domain.what, for example "query.newAlerts". */
  kind: string;
  /** One line; the mail's subject too. */
  title: string;
  /** Plain text, one or a few sentences. */
  body: string;
  /** Where it leads, a path of this site. */
  href: string;
  /** What the mail says beside title and link; the body unless given. */
  mailBody?: string;
};

/**
 * Tells people, in the transaction of what there is to tell: on their notifications page, and by mail where an address
 * is known and mail is wanted. Accounts that are disabled are told nothing. `cause` is as whose the mails count, left out: as
 * the actor's.
 */
export async function notify(
  tx: Tx,
  ctx: Context,
  notices: readonly Notice[],
  cause: MailCause | null = causeOf(ctx.actor),
): Promise<void> {
  const drafts: MailDraft[] = [];
  const people = await peopleOf(
    tx,
    notices.map((notice) => notice.userPk),
  );
  for (const { mailBody, ...notice } of notices) {
    const person = people.get(notice.userPk);
    if (!person) continue;
    const id = newId();
    const told = await tx
      .insert(notifications)
      .values({ ...notice, id, createdAt: nowIso(ctx.clock) })
      .onConflictDoNothing()
      .returning({ pk: notifications.pk });
    if (told.length === 0 || !person.wantsMail || !z.email().safeParse(person.email).success) continue;
    const text = mailText(ctx, mailBody ?? notice.body, notice.href);
    const subject = `[${ctx.config.display.name}] ${notice.title}`;
    drafts.push({ to: person.email ?? "", subject, body: text, key: `notification:${id}` });
  }
  const { held } = await enqueueMails(tx, ctx, drafts, cause);
  if (held > 0 && cause !== null) await tellOfHeldMail(tx, ctx, cause);
}

/** Tells administrators that mail is held, once a day for each cause. */
export async function tellOfHeldMail(tx: Tx, ctx: Context, { key, who }: MailCause): Promise<void> {
  const administrators = await tx
    .select({ pk: users.pk })
    .from(users)
    .where(and(eq(users.role, "admin"), isNull(users.disabledAt)));
  const notice = {
    key: `mail:held:${key}:${nowIso(ctx.clock).slice(0, 10)}`,
    kind: "mail.held",
    title: "Outgoing mail is held",
    body: `More mails than usual were asked for by ${who}. Those beyond the bound wait until an administrator sends them on.`,
    href: "/automation/mails?state=held",
  };
  const notices = administrators.map(({ pk }) => ({ ...notice, userPk: pk }));
  await notify(tx, ctx, notices, null);
}

const mailText = (ctx: Context, body: string, href: string): string =>
  `${body.trim()}\n\n${ctx.config.origin}${href}\n\n-- \nWhether you get such mails: ${ctx.config.origin}/notifications\n`;

async function peopleOf(tx: Tx, pks: readonly number[]) {
  if (pks.length === 0) return new Map<number, { email: string | null; wantsMail: boolean }>();
  const rows = await tx
    .select({ pk: users.pk, email: users.email, wantsMail: users.mailNotifications })
    .from(users)
    .where(and(inArray(users.pk, [...new Set(pks)]), isNull(users.disabledAt)));
  return new Map(rows.map(({ pk, ...person }) => [pk, person]));
}
