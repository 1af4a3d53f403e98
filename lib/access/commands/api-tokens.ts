import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { apiTokens } from "@/db/schema/people";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { notFound, TomError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { AccessContext } from "../context";
import { requireOwnSession } from "../policy";
import { createTokenSchema, tokenIdSchema } from "../schema";
import { apiTokenPrefix, hashSecret, newApiToken } from "../secrets";
import { isoAfter } from "../session-life";
import type { ApiTokenDto, TokenScope } from "../types";
import { getUserRow } from "./find-rows";

const mostTokens = 50;
const dayMs = 86_400_000;

type NewToken = { name: string; scope: TokenScope; days?: number };

/**
 * A token for the HTTP API. `token` is returned here once and never again: only its hash is kept. It acts as the account,
 * with the rights that the account has at each moment. `forUserId` (another account) is for the command line only.
 */
export async function createToken(call: {
  ctx: AccessContext;
  input: NewToken;
  forUserId?: string;
}): Promise<{ token: string; record: ApiTokenDto }> {
  const { ctx } = call;
  const userId = ownerOf(ctx, call.forUserId);
  const { name, scope, days } = createTokenSchema.parse(call.input);
  const token = newApiToken();
  const secretHash = await hashSecret(token);
  const now = ctx.clock.now();
  const record: ApiTokenDto = {
    id: newId(),
    name,
    prefix: apiTokenPrefix(token),
    scope,
    createdAt: now.toISOString(),
    expiresAt: isoAfter(now, days * dayMs),
    lastUsedAt: null,
  };
  await ctx.database.write(async (tx) => {
    const user = await getUserRow(tx, userId);
    if (user.disabledAt !== null) throw new TomError("CONFLICT", "This account is disabled.");
    const live = and(
      eq(apiTokens.userPk, user.pk),
      isNull(apiTokens.revokedAt),
      gt(apiTokens.expiresAt, record.createdAt),
    );
    const [row] = await tx.select({ count: sql<number>`count(*)` }).from(apiTokens).where(live);
    if ((row?.count ?? 0) >= mostTokens)
      throw new TomError("CONFLICT", `At most ${mostTokens} tokens: revoke one first.`);
    await tx.insert(apiTokens).values({ ...record, userPk: user.pk, secretHash });
    await recordAudit(tx, ctx, {
      verb: "token.create",
      objectType: "token",
      objectId: record.id,
      summary: `Created the ${scope} token ${record.prefix}… of ${user.username}`,
      changes: { scope: [null, scope], expiresAt: [null, record.expiresAt] },
    });
  });
  return { token, record };
}

function ownerOf(ctx: AccessContext, forUserId: string | undefined): string {
  const { actor } = ctx;
  if (forUserId !== undefined && (actor.kind === "system" || (actor.kind === "user" && actor.via === "cli")))
    return forUserId;
  const own = requireOwnSession(actor);
  if (forUserId !== undefined && forUserId !== own.userId) {
    throw new TomError("FORBIDDEN", "A token can be made for your own account only.");
  }
  return own.userId;
}

/** One's own token; it works no more from the next request on. */
export async function revokeToken({ ctx, input }: { ctx: AccessContext; input: { tokenId: string } }): Promise<void> {
  const actor = requireOwnSession(ctx.actor);
  const { tokenId } = tokenIdSchema.parse(input);
  await ctx.database.write(async (tx) => {
    const own = and(eq(apiTokens.id, tokenId), eq(apiTokens.userPk, actor.userPk));
    const [row] = await tx.select().from(apiTokens).where(own).limit(1);
    if (!row) throw notFound("token");
    if (row.revokedAt !== null) return;
    await tx
      .update(apiTokens)
      .set({ revokedAt: nowIso(ctx.clock) })
      .where(own);
    await recordAudit(tx, ctx, {
      verb: "token.revoke",
      objectType: "token",
      objectId: row.id,
      summary: `Revoked the token ${row.prefix}…`,
    });
  });
}
