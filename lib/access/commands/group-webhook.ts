import { and, eq } from "drizzle-orm";
import type * as z from "zod";
import type { Database } from "@/db/client";
import { groups } from "@/db/schema/people";
import { recordAudit } from "@/lib/audit/record";
import { invalidInput } from "@/lib/core/errors";
import type { AccessContext } from "../context";
import { requireWriter } from "../policy";
import { setGroupWebhookSchema } from "../schema";
import { managedGroup } from "./members";

type Set = {
  ctx: AccessContext;
  /** "host:port" pairs that may be called by plain http. */
  plainHosts: readonly string[];
  input: z.input<typeof setGroupWebhookSchema>;
};

/**
 * For the group's managers and administrators: where its runs with new alerts are told of; an empty address takes that
 * away. Answers the number of a secret that is new, to be shown once; null where the secret stays, or there is none.
 */
export async function setGroupWebhook({ ctx, plainHosts, input }: Set): Promise<{ newSecretNumber: number | null }> {
  requireWriter(ctx.actor);
  const { groupId, url, renew } = setGroupWebhookSchema.parse(input);
  const problem = url === "" ? null : addressProblem(url, plainHosts);
  return ctx.database.write(async (tx) => {
    const group = await managedGroup(tx, ctx, groupId);
    if (problem !== null) throw invalidInput({ url: [problem] });
    const isNew = url !== "" && (group.webhookUrl === null || renew);
    const number = group.webhookSecretNumber + (isNew ? 1 : 0);
    const next = { webhookUrl: url === "" ? null : url, webhookSecretNumber: number };
    const unheard = { webhookTriedAt: null, webhookDeliveredAt: null, webhookOutcome: null };
    await tx
      .update(groups)
      .set(next.webhookUrl === group.webhookUrl ? next : { ...next, ...unheard })
      .where(eq(groups.pk, group.pk));
    await recordAudit(tx, ctx, {
      verb: "group.setWebhook",
      objectType: "group",
      objectId: group.id,
      // Not the address itself: its path may be a secret of the receiver.
      summary: summaryOf(group.name, url, isNew),
    });
    return { newSecretNumber: isNew ? number : null };
  });
}

type Sent = { groupId: string; url: string; at: Date; arrived: boolean; outcome: string };

/** Notes what came of a message to a group's address, unless the group has another one by now. For the house. */
export async function noteWebhookSent(database: Database, { groupId, url, at, arrived, outcome }: Sent): Promise<void> {
  const webhookTriedAt = at.toISOString();
  const delivered = arrived ? { webhookDeliveredAt: webhookTriedAt } : {};
  await database.write(async (tx) => {
    await tx
      .update(groups)
      .set({ webhookTriedAt, webhookOutcome: outcome, ...delivered })
      .where(and(eq(groups.id, groupId), eq(groups.webhookUrl, url)));
  });
}

function summaryOf(name: string, url: string, isNew: boolean): string {
  if (url === "") return `Took the webhook of ${name} away`;
  return `Set the webhook of ${name} to ${new URL(url).host}${isNew ? ", with a new secret" : ""}`;
}

function addressProblem(text: string, plainHosts: readonly string[]): string | null {
  if (!URL.canParse(text)) return "must be an address such as https://example.org/hooks";
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return "must not hold a name or password; the signature is the proof";
  if (url.protocol === "https:") return null;
  const pair = `${url.hostname}:${url.port || "80"}`;
  if (url.protocol === "http:" && plainHosts.includes(pair.toLowerCase())) return null;
  return "must be https";
}
