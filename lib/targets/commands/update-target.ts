import { eq } from "drizzle-orm";
import { targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import type { VisibleScope } from "@/lib/access/scope";
import { simplifyName } from "@/lib/astro/names";
import { nowIso } from "@/lib/core/clock";
import type { TargetKey } from "../queries/get-target";
import { type PatchTargetInput, patchTargetInput, type TargetPatch } from "../schema";
import { elementFieldNames, placeFieldNames, targetProblems } from "../target-problems";
import type { TargetDto } from "../types";
import { changeTarget } from "./change-target";
import { extraProblems } from "./check-extras";
import { aliasesBeside, refuseNameClash } from "./create-target";
import { replaceGroups } from "./group-grants";
import { healpixOf } from "./insert-targets";
import { replaceNames } from "./name-rows";
import { parseInput, refuseProblems } from "./parse-input";
import { addRedshiftTo, mergeExtras, replaceClassifications, replaceTags } from "./replace-children";

const columnFields = ["type", "visibility", ...placeFieldNames, ...elementFieldNames] as const;
const shapeFields: readonly string[] = ["type", "raDeg", "decDeg", ...elementFieldNames];

/**
 * Applies the named fields; null clears one. A stale `version` is refused with the target as it is now, so that both can
 * be shown. Groups that the editor cannot see keep their rights.
 * @throws INVALID_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT
 */
export async function updateTarget({
  ctx,
  input: { id, ...fields },
  namesWithin,
}: {
  ctx: Context;
  input: PatchTargetInput & { id: string };
  /** Names of targets outside this scope do not count; left out: outside what the editor sees. */
  namesWithin?: VisibleScope;
}): Promise<TargetDto> {
  const patch = parseInput(patchTargetInput, fields);
  return changeTarget(ctx, {
    verb: "target.update",
    id,
    version: patch.version,
    apply: (tx, key, before) => applyPatch(tx, ctx, key, before, patch, namesWithin ?? ctx.scope),
  });
}

async function applyPatch(
  tx: Tx,
  ctx: Context,
  key: TargetKey,
  before: TargetDto,
  patch: TargetPatch,
  namesWithin: VisibleScope,
): Promise<undefined> {
  const columns = changedColumns(before, patch);
  const after = { ...before, ...columns };
  const reshaped = Object.keys(columns).some((field) => shapeFields.includes(field));
  refuseProblems(reshaped ? targetProblems(after) : {}, extraProblems(ctx.config, patch.extras ?? {}));
  if (patch.name !== undefined || patch.aliases !== undefined) {
    await rename(tx, { ...ctx, scope: namesWithin }, key, before, patch);
  }
  if (Object.keys(columns).length > 0) {
    await tx
      .update(targets)
      .set({ ...columns, healpix14: healpixOf(after) })
      .where(eq(targets.pk, key.pk));
  }
  if (patch.tags) await replaceTags(tx, key.pk, patch.tags);
  if (patch.extras) await mergeExtras(tx, key.pk, before.extras, patch.extras);
  if (patch.groups) await replaceGroups(tx, ctx, key, patch.groups);
  if (patch.redshift !== undefined) await addRedshiftTo(tx, ctx, key.pk, before.redshift, patch.redshift);
  if (patch.classifications) await replaceClassifications(tx, ctx, key.pk, patch.classifications);
  return undefined;
}

type Columns = Partial<Pick<TargetDto, (typeof columnFields)[number]>>;

/** Named fields of the row that differ; elements go when a target becomes sidereal. */
function changedColumns(before: TargetDto, patch: TargetPatch): Columns {
  const becomesSidereal = patch.type === "SIDEREAL" && before.type !== "SIDEREAL";
  const cleared = becomesSidereal ? Object.fromEntries(elementFieldNames.map((name) => [name, null])) : {};
  const named = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const wanted: Record<string, unknown> = { ...cleared, ...named };
  return Object.fromEntries(
    columnFields
      .filter((field) => field in wanted && wanted[field] !== before[field])
      .map((field) => [field, wanted[field]]),
  );
}

async function rename(tx: Tx, ctx: Context, key: TargetKey, before: TargetDto, patch: TargetPatch): Promise<void> {
  const name = patch.name ?? before.name;
  const aliases = aliasesBeside(name, patch.aliases ?? before.aliases);
  if (name === before.name && JSON.stringify(aliases) === JSON.stringify(before.aliases)) return;
  // Names that the target holds already are its own, whoever else holds them.
  const held = new Set([before.name, ...before.aliases].map(simplifyName));
  const fresh = (one: string): boolean => !held.has(simplifyName(one));
  await refuseNameClash(tx, ctx, {
    name: fresh(name) ? name : undefined,
    aliases: aliases.filter(fresh),
    exceptPk: key.pk,
  });
  if (name !== before.name) await tx.update(targets).set({ name }).where(eq(targets.pk, key.pk));
  await replaceNames(tx, { pk: key.pk, name, aliases }, nowIso(ctx.clock));
}
