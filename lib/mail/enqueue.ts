import { mails } from "@/db/schema/mail";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { actorText } from "@/lib/core/actor";
import { nowIso } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { enqueueJob } from "@/lib/jobs/enqueue";
import { causeOf, type MailCause, mailBudget } from "./bounds";
import { sendMail } from "./jobs/send-mail";
import { type MailDraft, mailDraftSchema } from "./schema";

export type PutOut = {
  /** Of the mails that are new. */
  ids: string[];
  /** How many of these are held, because too many were asked for. */
  held: number;
};

/**
 * Puts mails out, in the transaction of the change that asks for them; each leaves after the commit, by a job of the
 * house that tries again. Who gets one mail does not read who else got one: one draft a recipient. `cause` is as whose they
 * count, left out: as the actor's; null: they are bounded by whoever asks. @throws ZodError for a draft that no mail can be made of
 */
export async function enqueueMails(
  tx: Tx,
  ctx: Context,
  drafts: readonly MailDraft[],
  cause: MailCause | null = causeOf(ctx.actor),
): Promise<PutOut> {
  const out: PutOut = { ids: [], held: 0 };
  const whyHeld = await mailBudget(tx, ctx, drafts.length === 0 ? null : cause);
  for (const draft of drafts) {
    const { to, from, subject, body, key } = mailDraftSchema.parse(draft);
    const id = newId();
    const why = whyHeld(out.ids.length - out.held);
    const row = {
      id,
      key: key ?? null,
      to,
      from: from ?? null,
      subject,
      body,
      askedBy: actorText(ctx.actor).actor,
      cause: cause?.key ?? null,
      state: why === null ? ("queued" as const) : ("held" as const),
      error: why,
      createdAt: nowIso(ctx.clock),
    };
    const made = await tx.insert(mails).values(row).onConflictDoNothing().returning({ pk: mails.pk });
    if (made.length === 0) continue;
    out.ids.push(id);
    if (why === null) await enqueueJob(tx, houseOf(ctx), sendMail, { mailId: id });
    else out.held += 1;
  }
  return out;
}

/** Mail leaves in the name of the house: its job is nobody's, and does not stop with an account. */
export const houseOf = (ctx: Context): Context => ({ ...ctx, actor: { kind: "system", job: "mail" } });
