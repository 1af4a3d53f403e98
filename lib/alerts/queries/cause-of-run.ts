import { eq } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import type { brokerRuns } from "@/db/schema/alerts";
import { users } from "@/db/schema/people";
import { type MailCause, mailCause } from "@/lib/mail/bounds";

type Run = Pick<typeof brokerRuns.$inferSelect, "ownerPk" | "askedByPk" | "trigger">;

/** As whose mails those about a run count: of whoever asked for it, or of the schedules of the query's owner. */
export async function causeOfRun(db: Pick<ReadDb, "select">, run: Run): Promise<MailCause | null> {
  const [person] = await db
    .select({ userId: users.id, username: users.username })
    .from(users)
    .where(eq(users.pk, run.askedByPk ?? run.ownerPk ?? -1));
  if (!person) return null;
  return run.trigger === "schedule" ? mailCause.bySchedule(person) : mailCause.byPerson(person);
}
