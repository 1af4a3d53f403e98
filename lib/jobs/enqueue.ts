import type * as z from "zod";
import { jobs } from "@/db/schema/events";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { nowIso } from "@/lib/core/clock";
import { TomError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Job } from "./define-job";

/** How a job's row says as whom it runs: the owner column alone cannot tell the house from a deleted account. */
export type StoredPayload = {
  as: "owner" | "system";
  input: unknown;
  /** The event whose handler asked for it: what the job changes carries it on. */
  cause?: Context["cause"];
};

/**
 * Puts a job into the queue, in the transaction of the change that asks for it; it starts after the commit. Who acts
 * in `ctx` owns it. Answers its id.
 */
export async function enqueueJob<Schema extends z.ZodType>(
  tx: Tx,
  ctx: Context,
  job: Pick<Job<Schema>, "kind" | "payload" | "hostOf">,
  payload: z.input<Schema>,
): Promise<string> {
  if (ctx.actor.kind === "anonymous") throw new TomError("UNAUTHENTICATED", "Please sign in.");
  return enqueueJobOf(tx, ctx, ctx.actor.kind === "user" ? ctx.actor.userPk : null, job, payload);
}

/** The same for a job that is somebody else's: it acts with her rights. `ownerPk` null: the house's. */
export async function enqueueJobOf<Schema extends z.ZodType>(
  tx: Tx,
  ctx: Context,
  ownerPk: number | null,
  job: Pick<Job<Schema>, "kind" | "payload" | "hostOf">,
  payload: z.input<Schema>,
): Promise<string> {
  job.payload.parse(payload);
  const id = newId();
  const at = nowIso(ctx.clock);
  const stored: StoredPayload = {
    as: ownerPk === null ? "system" : "owner",
    input: payload,
    ...(ctx.cause ? { cause: ctx.cause } : {}),
  };
  await tx.insert(jobs).values({
    id,
    kind: job.kind,
    ownerPk,
    payload: stored,
    host: job.hostOf?.(payload) ?? "",
    status: "queued",
    dueAt: at,
    createdAt: at,
  });
  tx.notify("jobs");
  return id;
}
