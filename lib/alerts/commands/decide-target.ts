import { eq, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { alertLinks } from "@/db/schema/alerts";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { changeableBy, visibleTo } from "@/lib/access/scope";
import { isSolarSystemObject } from "@/lib/astro/solar-system";
import type { TargetDraft } from "@/lib/brokers/contract";
import { findNameClashes, type NameClash } from "@/lib/targets/queries/find-name-clashes";
import { findNearTargets } from "@/lib/targets/queries/find-near-targets";
import type { Drafted } from "./drafts-of";

/** What is to become of an alert: a target of its own, a link to one that is there, a question, or nothing. */
export type Decision =
  | { kind: "create"; draft: TargetDraft }
  | { kind: "link"; draft: TargetDraft; targetId: string; name: string }
  | { kind: "ask"; targetId: string; name: string; separationArcsec: number }
  | { kind: "fail"; message: string };

/**
 * The linking rules: a shared id, name or alias links to the target that is there, a position alone asks unless the
 * person chose already, everything else becomes a target. What moves, or lies at a solar-system object, is compared with no
 * position. Changes nothing.
 */
export async function decideTarget(
  db: ReadDb,
  ctx: Context,
  brokerId: string,
  one: Drafted,
  choice?: "link" | "create",
): Promise<Decision> {
  if ("message" in one) return { kind: "fail", message: one.message };
  const { draft } = one;
  const linked = await findLinked(db, ctx, brokerId, one.alert.alertId);
  if (linked) return { kind: "link", draft, targetId: linked.id, name: linked.name };
  const clashes = await findNameClashes(db, ctx.scope, { names: [draft.name, ...draft.aliases], anyPrefix: true });
  const clash = clashes.find((held) => isSameName(draft, held));
  if (clash) return { kind: "link", draft, targetId: clash.targetId, name: clash.targetName };
  if (clashes[0]) return { kind: "fail", message: twinText(draft.name, clashes[0].heldName) };
  // What passes by is at a place for a moment: it is never taken for what stands there.
  if (isSolarSystemObject(one.solarSystem)) return { kind: "create", draft };
  if (choice === "create" || draft.type !== "SIDEREAL" || draft.raDeg === null || draft.decDeg === null) {
    return { kind: "create", draft };
  }
  const { radiusArcsec } = ctx.config.targets.match;
  const cone = { raDeg: draft.raDeg, decDeg: draft.decDeg, radiusArcsec };
  const [near] = await findNearTargets(db, ctx.scope, cone, ctx.clock.now());
  if (!near) return { kind: "create", draft };
  const { id: targetId, name, separationArcsec } = near;
  if (choice === undefined) return { kind: "ask", targetId, name, separationArcsec };
  if (await mayAddTo(db, ctx, targetId)) return { kind: "link", draft, targetId, name };
  return { kind: "fail", message: `You may see ${name}, but not add to it.` };
}

/** Designations of what moves tell capitals apart: P12o4vK and P12o4vk are two objects of one night. */
const isSameName = (draft: TargetDraft, { name, heldName }: NameClash): boolean =>
  draft.type === "SIDEREAL" || heldName === name;

const twinText = (name: string, heldName: string): string =>
  `There is a target ${heldName}, which is another object than ${name}. Names that are spelled so alike cannot stand side by side: rename that one first.`;

async function findLinked(
  db: ReadDb,
  ctx: Context,
  brokerId: string,
  alertId: string,
): Promise<{ id: string; name: string } | undefined> {
  const [row] = await db
    .select({ id: targets.id, name: targets.name })
    .from(alertLinks)
    .innerJoin(targets, eq(targets.pk, alertLinks.targetPk))
    .where(sql`${alertLinks.brokerId} = ${brokerId} AND ${alertLinks.alertId} = ${alertId} AND ${visibleTo(ctx.scope)}`)
    .limit(1);
  return row;
}

async function mayAddTo(db: ReadDb, ctx: Context, targetId: string): Promise<boolean> {
  const [row] = await db
    .select({ pk: targets.pk })
    .from(targets)
    .where(sql`${targets.id} = ${targetId} AND ${changeableBy(ctx.scope)}`);
  return row !== undefined;
}
