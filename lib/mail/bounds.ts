import { and, eq, gt, ne, sql } from "drizzle-orm";
import { mails } from "@/db/schema/mail";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import type { Actor } from "@/lib/core/actor";

/** As whose a mail counts. What is asked for beyond the bound is held until an administrator sends it on. */
export type MailCause = {
  /** Unlike another's. */
  key: string;
  /** For people: "more than 200 mails in an hour were asked for by ...". */
  who: string;
  bound: { hour: number; day: number };
};

type Person = { userId: string; username: string };

/** What one person does. */
const personBound = { hour: 200, day: 1_000 };
/** What goes on without her: a digest goes to a whole group, and a night ends many observations at once. */
const workBound = { hour: 2_000, day: 10_000 };

const byPerson = ({ userId, username }: Person): MailCause => ({
  key: `user:${userId}`,
  who: username,
  bound: personBound,
});

/** What saved queries of hers bring on their schedules. */
const bySchedule = ({ userId, username }: Person): MailCause => ({
  key: `schedule:${userId}`,
  who: `scheduled queries of ${username}`,
  bound: workBound,
});

/** Each handler, apart for each person whose changes it answers: hers use up nobody else's mail. */
const byHandler = (handler: string, of: Person | null): MailCause => ({
  key: `hook:${handler}:${of?.userId ?? ""}`,
  who: `the handler ${handler}, for what ${of?.username ?? "the house"} changed`,
  bound: workBound,
});

export const mailCause = { byPerson, bySchedule, byHandler };

/** Where nothing else is said: the person who acts. What the house itself tells is about one's own things, and unbounded. */
export const causeOf = (actor: Actor): MailCause | null => (actor.kind === "user" ? byPerson(actor) : null);

const hourMs = 3_600_000;

/** Why no further mail of a cause may leave now, in a sentence, after so many more; null where it may. */
export async function mailBudget(
  tx: Tx,
  { clock }: Context,
  cause: MailCause | null,
): Promise<(more: number) => string | null> {
  if (cause === null) return () => null;
  const { key, who, bound } = cause;
  const ago = (ms: number): string => new Date(clock.now().getTime() - ms).toISOString();
  const [row] = await tx
    .select({ day: sql<number>`count(*)`, hour: sql<number>`coalesce(sum(${mails.createdAt} > ${ago(hourMs)}), 0)` })
    .from(mails)
    .where(and(eq(mails.cause, key), gt(mails.createdAt, ago(24 * hourMs)), ne(mails.state, "held")));
  const { hour = 0, day = 0 } = row ?? {};
  const why = (most: number, time: string): string =>
    `Held: more than ${most.toLocaleString("en")} mails in ${time} were asked for by ${who}. An administrator may send it on.`;
  return (more) => {
    if (hour + more >= bound.hour) return why(bound.hour, "an hour");
    return day + more >= bound.day ? why(bound.day, "a day") : null;
  };
}
