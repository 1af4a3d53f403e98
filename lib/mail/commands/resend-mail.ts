import { and, eq, ne } from "drizzle-orm";
import { mails } from "@/db/schema/mail";
import type { Context } from "@/lib/access/context";
import { requireAdmin } from "@/lib/access/policy";
import { recordAudit } from "@/lib/audit/record";
import { notFound, TomError } from "@/lib/core/errors";
import { enqueueJob } from "@/lib/jobs/enqueue";
import { houseOf } from "../enqueue";
import { sendMail } from "../jobs/send-mail";
import { mailIdSchema } from "../schema";

/** Sends a mail that was kept, refused or waits for its next attempt, now. @throws CONFLICT for one that was sent */
export async function resendMail({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  requireAdmin(ctx.actor);
  const { id } = mailIdSchema.parse(input);
  await ctx.database.write(async (tx) => {
    const [again] = await tx
      .update(mails)
      .set({ state: "queued", error: null })
      .where(and(eq(mails.id, id), ne(mails.state, "sent")))
      .returning({ subject: mails.subject });
    if (!again) {
      const [mail] = await tx.select({ pk: mails.pk }).from(mails).where(eq(mails.id, id));
      throw mail ? new TomError("CONFLICT", "This mail was sent.") : notFound("mail");
    }
    await enqueueJob(tx, houseOf(ctx), sendMail, { mailId: id });
    const summary = `Had the mail "${again.subject}" sent again`;
    await recordAudit(tx, ctx, { verb: "mail.resend", objectType: "mail", objectId: id, summary });
  });
  return { id };
}
