import { and, asc, eq, inArray } from "drizzle-orm";
import { mails } from "@/db/schema/mail";
import type { Context } from "@/lib/access/context";
import { requireAdmin } from "@/lib/access/policy";
import { recordAudit } from "@/lib/audit/record";
import { counted } from "@/lib/core/counted";
import { enqueueJob } from "@/lib/jobs/enqueue";
import { houseOf } from "../enqueue";
import { sendMail } from "../jobs/send-mail";

const atOnce = 500;

/** Sends on what is held because too many mails were asked for, the oldest first. Answers how many, at most 500. */
export async function sendHeldMails({ ctx }: { ctx: Context }): Promise<{ sent: number }> {
  requireAdmin(ctx.actor);
  return ctx.database.write(async (tx) => {
    const held = await tx
      .select({ pk: mails.pk, id: mails.id })
      .from(mails)
      .where(eq(mails.state, "held"))
      .orderBy(asc(mails.pk))
      .limit(atOnce);
    const pks = held.map(({ pk }) => pk);
    await tx
      .update(mails)
      .set({ state: "queued", error: null })
      .where(and(inArray(mails.pk, pks), eq(mails.state, "held")));
    for (const { id } of held) await enqueueJob(tx, houseOf(ctx), sendMail, { mailId: id });
    if (held.length > 0) {
      const summary = `Sent on ${counted(held.length, "mail")} that ${held.length === 1 ? "was" : "were"} held`;
      await recordAudit(tx, ctx, { verb: "mail.sendHeld", objectType: "mail", objectId: held[0]?.id ?? "", summary });
    }
    return { sent: held.length };
  });
}
