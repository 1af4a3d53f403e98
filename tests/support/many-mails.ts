import { eq } from "drizzle-orm";
import { users } from "@/db/schema/people";
import { mailCause } from "@/lib/mail/bounds";
import { enqueueMails } from "@/lib/mail/enqueue";
import { furnish } from "./furnish";

/** As if a person had asked for so many mails to one address at once. No server may run on the folder. */
export const askForMails = (
  dataDir: string,
  { by, to, subject, count }: { by: string; to: string; subject: string; count: number },
): Promise<void> =>
  furnish(dataDir, async (house) => {
    const [person] = await house.database.read
      .select({ userId: users.id, username: users.username })
      .from(users)
      .where(eq(users.username, by));
    if (!person) throw new Error(`There is no ${by}.`);
    const drafts = Array.from({ length: count }, (_none, n) => ({ to, subject: `${subject} ${n + 1}`, body: subject }));
    await house.database.write((tx) => enqueueMails(tx, house, drafts, mailCause.byPerson(person)));
  });
