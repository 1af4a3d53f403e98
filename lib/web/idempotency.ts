import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { idempotencyKeys } from "@/db/schema/events";
import type { Context } from "@/lib/access/context";
import { nowIso } from "@/lib/core/clock";
import { invalidInput, TomError } from "@/lib/core/errors";

const dayMs = 24 * 3600 * 1000;

/**
 * A POST with an `Idempotency-Key` has one effect, per user, method and path, for 24 h: the same body again gives
 * the stored answer, another body is a conflict. Answers of 500 and above are not kept, so that they can be tried again.
 * What a request writes is noted in the same commit: one that died before it wrote anything is simply carried out again.
 */
export async function withIdempotency(
  ctx: Context,
  request: Request,
  text: string,
  answer: (ctx: Context) => Promise<Response>,
): Promise<Response> {
  const key = request.headers.get("idempotency-key");
  if (key === null || request.method !== "POST" || ctx.actor.kind !== "user") return answer(ctx);
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    throw invalidInput({ "Idempotency-Key": ["must be 1 to 200 printable characters"] });
  const url = new URL(request.url);
  const row = { userPk: ctx.actor.userPk, method: request.method, path: url.pathname + url.search, key };
  const bodyHash = createHash("sha256").update(text).digest("hex");
  const earlier = await reserve(ctx, row, bodyHash);
  if (earlier) return replay(earlier, bodyHash);
  try {
    const response = await answer(noting(ctx, row));
    const body = await response.clone().text();
    await ctx.database.write(async (tx) => {
      await tx
        .update(idempotencyKeys)
        .set({ status: response.status, response: body, etag: response.headers.get("etag") })
        .where(same(row));
    });
    return response;
  } catch (error) {
    await ctx.database.write(async (tx) => {
      await tx.delete(idempotencyKeys).where(same(row));
    });
    throw error;
  }
}

/** The same context, whose every write leaves word of itself. */
const noting = (ctx: Context, row: Row): Context => ({
  ...ctx,
  database: {
    ...ctx.database,
    write: (fn) =>
      ctx.database.write(async (tx) => {
        const result = await fn(tx);
        await tx.update(idempotencyKeys).set({ status: carriedOut }).where(same(row));
        return result;
      }),
  },
});

/** Of a request that wrote something and is not answered yet; no answer has this status. */
const carriedOut = 0;

/** Whoever was answering at that time is gone: one process owns the database. */
const isOfDeadProcess = (stored: Stored): boolean => Date.parse(stored.createdAt) < performance.timeOrigin;

type Row = { userPk: number; method: string; path: string; key: string };
type Stored = typeof idempotencyKeys.$inferSelect;

const same = (row: Row) =>
  and(
    eq(idempotencyKeys.userPk, row.userPk),
    eq(idempotencyKeys.method, row.method),
    eq(idempotencyKeys.path, row.path),
    eq(idempotencyKeys.key, row.key),
  );

function reserve(ctx: Context, row: Row, bodyHash: string): Promise<Stored | undefined> {
  const tooOld = new Date(ctx.clock.now().getTime() - dayMs).toISOString();
  return ctx.database.write(async (tx) => {
    await tx.delete(idempotencyKeys).where(and(same(row), sql`${idempotencyKeys.createdAt} < ${tooOld}`));
    const [earlier] = await tx.select().from(idempotencyKeys).where(same(row)).limit(1);
    if (earlier && earlier.status === null && isOfDeadProcess(earlier)) {
      await tx
        .update(idempotencyKeys)
        .set({ bodyHash, createdAt: nowIso(ctx.clock) })
        .where(same(row));
      return undefined;
    }
    if (!earlier) await tx.insert(idempotencyKeys).values({ ...row, bodyHash, createdAt: nowIso(ctx.clock) });
    return earlier;
  });
}

function replay(earlier: Stored, bodyHash: string): Response {
  if (earlier.bodyHash !== bodyHash) throw new TomError("CONFLICT", "This Idempotency-Key was used with another body.");
  if (earlier.status === carriedOut && isOfDeadProcess(earlier))
    throw new TomError(
      "CONFLICT",
      "The first request with this Idempotency-Key was carried out, but its answer was lost when the server stopped. Look for what it made.",
    );
  if (earlier.status === null || earlier.status === carriedOut)
    throw new TomError("CONFLICT", "The first request with this Idempotency-Key is not answered yet.");
  return new Response(earlier.response, {
    status: earlier.status,
    headers: {
      "Content-Type": "application/json",
      "Idempotency-Replayed": "true",
      ...(earlier.etag === null ? {} : { ETag: earlier.etag }),
    },
  });
}
