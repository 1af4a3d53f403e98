import { and, count, gt, like } from "drizzle-orm";
import { mails } from "@/db/schema/mail";
import type { Tx } from "@/db/write";
import { storeAddress } from "@/lib/access/commands/change-account";
import { getUserRow } from "@/lib/access/commands/find-rows";
import type { Context } from "@/lib/access/context";
import { requireOwnSession } from "@/lib/access/policy";
import { ownEmailSchema } from "@/lib/access/schema";
import { recordAudit } from "@/lib/audit/record";
import { invalidInput, TomError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { enqueueMails } from "../enqueue";
import { readClaim } from "../queries/read-claim";
import { addressProofSchema } from "../schema";
import type { AddressProofs } from "../types";

const hourMs = 3600 * 1000;
const proofHours = 24;
const mailsPerHour = 5;

type Asked = { stored: boolean };

/**
 * Takes one's own address away at once; another one is mailed to, and becomes hers by `confirmAddress`. An administrator
 * stands for her own. `origin` begins the link. @throws LIMIT_EXCEEDED beyond five mails an hour
 */
export async function askForAddress({
  ctx,
  proofs,
  input,
  origin,
}: {
  ctx: Context;
  proofs: AddressProofs;
  input: unknown;
  origin: string;
}): Promise<Asked> {
  const actor = requireOwnSession(ctx.actor);
  const { email } = ownEmailSchema.parse(input);
  return ctx.database.write(async (tx) => {
    const user = await getUserRow(tx, actor.userId);
    if (email === null || email === user.email || user.role === "admin") {
      await storeAddress(tx, ctx, user, email);
      return { stored: true };
    }
    await requireFewMails(tx, ctx, user.id);
    const untilMs = ctx.clock.now().getTime() + proofHours * hourMs;
    const proof = proofs.write({ userId: user.id, email, instead: user.email, untilMs });
    const body = textOf(user.username, `${origin}/profile/address?proof=${proof}`);
    const mailKey = `${keyOf(user.id)}${newId()}`;
    // Bounded above: whoever asks waits for it.
    await enqueueMails(tx, ctx, [{ to: email, subject: "Is this your address?", body, key: mailKey }], null);
    await recordAudit(tx, ctx, {
      verb: "user.askForAddress",
      objectType: "user",
      objectId: user.id,
      summary: "Asked for messages at another e-mail address",
    });
    return { stored: false };
  });
}

const keyOf = (userId: string): string => `address:${userId}:`;

const textOf = (username: string, link: string): string =>
  `The account "${username}" wants its messages sent to this address. If that is you, open\n\n${link}\n\nwithin ${proofHours} hours and confirm. If it is not, do nothing: no more mail will come.\n`;

async function requireFewMails(tx: Tx, ctx: Context, userId: string): Promise<void> {
  const since = new Date(ctx.clock.now().getTime() - hourMs).toISOString();
  const [asked] = await tx
    .select({ count: count() })
    .from(mails)
    .where(and(gt(mails.createdAt, since), like(mails.key, `${keyOf(userId)}%`)));
  if ((asked?.count ?? 0) < mailsPerHour) return;
  const message = `At most ${mailsPerHour} of these mails are sent in an hour: wait for one of them to arrive.`;
  throw new TomError("LIMIT_EXCEEDED", message, { retryAfterS: hourMs / 1000 });
}

/** Makes the address hers whose mail she read. @throws INVALID_INPUT on `proof` when it is not hers, old or used */
export async function confirmAddress({
  ctx,
  proofs,
  input,
}: {
  ctx: Context;
  proofs: AddressProofs;
  input: unknown;
}): Promise<{ email: string }> {
  const actor = requireOwnSession(ctx.actor);
  const claim = readClaim(ctx, proofs, addressProofSchema.parse(input).proof);
  const refused = invalidInput({ proof: ["This link is too old, was used, or belongs to another account."] });
  if (!claim) throw refused;
  await ctx.database.write(async (tx) => {
    const user = await getUserRow(tx, actor.userId);
    if (user.email !== claim.instead) throw refused;
    await storeAddress(tx, ctx, user, claim.email);
  });
  return { email: claim.email };
}
