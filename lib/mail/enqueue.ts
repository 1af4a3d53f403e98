import { mails } from "@/db/schema/mail";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { actorText } from "@/lib/core/actor";
import { nowIso } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { enqueueJob } from "@/lib/jobs/enqueue";
import { sendMail } from "./jobs/send-mail";
import { type MailDraft, mailDraftSchema } from "./schema";

/**
 * Puts mails out, in the transaction of the change that asks for them; each leaves after the commit, by a job of the
 * house that tries again. Who gets one mail does not read who else got one: one draft a recipient. Answers the ids of
 * the mails that are new. @throws ZodError for a draft that no mail can be made of
 */
export async function enqueueMails(tx: Tx, ctx: Context, drafts: readonly MailDraft[]): Promise<string[]> {
  const ids: string[] = [];
  for (const draft of drafts) {
    const { to, from, subject, body, key } = mailDraftSchema.parse(draft);
    const id = newId();
    const row = {
      id,
      key: key ?? null,
      to,
      from: from ?? null,
      subject,
      body,
      askedBy: actorText(ctx.actor).actor,
      state: "queued" as const,
      createdAt: nowIso(ctx.clock),
    };
    const made = await tx.insert(mails).values(row).onConflictDoNothing().returning({ pk: mails.pk });
    if (made.length === 0) continue;
    await enqueueJob(tx, houseOf(ctx), sendMail, { mailId: id });
    ids.push(id);
  }
  return ids;
}

/** Mail leaves in the name of the house: its job is nobody's, and does not stop with an account. */
export const houseOf = (ctx: Context): Context => ({ ...ctx, actor: { kind: "system", job: "mail" } });
