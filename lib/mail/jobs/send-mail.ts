import { eq } from "drizzle-orm";
import * as z from "zod";
import type { Database } from "@/db/client";
import { mails } from "@/db/schema/mail";
import { nowIso } from "@/lib/core/clock";
import { isTomError } from "@/lib/core/errors";
import { defineJob } from "@/lib/jobs/define-job";
import type { Mailer } from "../mailer";

const payload = z.strictObject({ mailId: z.string().max(60) });

/** As much of the job as is needed to ask for it. */
export const sendMail = { kind: "mail.sendMail", payload } as const;

/** A server that is down for an evening, or wants a stranger to come again later, still gets its mail. */
const retryWaitsMs = [1_000, 4_000, 15_000, 60_000, 600_000, 3_600_000, 14_400_000];

/** Sends one mail, or marks it unsent where no mail server is configured. What was sent is not sent again. */
export const createSendMailJob = (mailer: Mailer) =>
  defineJob({
    ...sendMail,
    concurrency: 2,
    timeoutMs: 60_000,
    retryWaitsMs,
    async run({ ctx, attempt, payload: { mailId } }) {
      const { database, clock } = ctx;
      const [mail] = await database.read.select().from(mails).where(eq(mails.id, mailId));
      if (!mail || mail.state === "sent") return null;
      const note = noteOn(database, mailId);
      if (!mailer.configured) {
        await note({ state: "unsent", error: "No mail server is configured (SMTP_URL)." });
        return null;
      }
      const attempts = mail.attempts + 1;
      const isLast = attempt > retryWaitsMs.length;
      try {
        await mailer.send(mail);
      } catch (error) {
        if (!isTomError(error)) throw error;
        const final = error.code === "BAD_MESSAGE" || isLast;
        await note({ state: final ? "failed" : "queued", error: error.message, attempts });
        throw error;
      }
      await note({ state: "sent", error: null, attempts, sentAt: nowIso(clock) });
      return null;
    },
  });

const noteOn = (database: Database, id: string) => (values: Partial<typeof mails.$inferInsert>) =>
  database.write(async (tx) => void (await tx.update(mails).set(values).where(eq(mails.id, id))));
