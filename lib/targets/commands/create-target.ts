import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { simplifyName } from "@/lib/astro/names";
import { type FieldErrors, isTomError, TomError } from "@/lib/core/errors";
import { findNameClashes } from "../queries/find-name-clashes";
import { readObjects } from "../queries/read-targets";
import { type CreateTargetInput, createTargetInput, type NewTarget, quickDraft } from "../schema";
import { targetProblems } from "../target-problems";
import type { TargetDto } from "../types";
import { extraProblems } from "./check-extras";
import { usableGroups } from "./group-grants";
import { type InsertedTarget, insertTargets } from "./insert-targets";
import { parseInput, refuseProblems } from "./parse-input";

/** A draft through the schema and the rules that span fields. @throws INVALID_INPUT */
export function parseNewTarget(ctx: Context, input: CreateTargetInput): NewTarget {
  const draft = quickDraft(input) ?? parseInput(createTargetInput, input);
  refuseProblems(targetProblems(draft), extraProblems(ctx.config, draft.extras));
  return { ...draft, aliases: aliasesBeside(draft.name, draft.aliases) };
}

/** Aliases that are not just the name in another spelling. */
export const aliasesBeside = (name: string, aliases: readonly string[]): string[] =>
  aliases.filter((alias) => simplifyName(alias) !== simplifyName(name));

/** @throws CONFLICT on `name` or `aliases` when a visible target holds one of the names; an invisible one is never told of. */
export async function refuseNameClash(
  tx: Tx,
  ctx: Context,
  names: { name?: string | undefined; aliases: readonly string[]; exceptPk?: number },
): Promise<void> {
  const asked = [...(names.name === undefined ? [] : [names.name]), ...names.aliases];
  const except = names.exceptPk === undefined ? {} : { exceptPk: names.exceptPk };
  const clashes = await findNameClashes(tx, ctx.scope, { names: asked, ...except });
  if (clashes.length === 0) return;
  const fieldErrors: FieldErrors = {};
  for (const clash of clashes) {
    const field = clash.name === names.name ? "name" : "aliases";
    const held = clash.heldName === clash.targetName ? "" : `, as ${clash.heldName}`;
    fieldErrors[field] = [
      ...(fieldErrors[field] ?? []),
      `${clash.name} is already the target ${clash.targetName}${held}`,
    ];
  }
  const message = Object.values(fieldErrors)[0]?.[0] ?? "The name is taken.";
  throw new TomError("CONFLICT", message, {
    fieldErrors,
    detail: { targetIds: clashes.map((clash) => clash.targetId) },
  });
}

/** Creates a target; its creator gets view, change and delete, named groups too. @throws INVALID_INPUT, CONFLICT */
export async function createTarget({ ctx, input }: { ctx: Context; input: CreateTargetInput }): Promise<TargetDto> {
  requireWriter(ctx.actor);
  const draft = parseNewTarget(ctx, input);
  return ctx.database.write(async (tx) => {
    const groups = await usableGroups(tx, ctx, draft.groups);
    await refuseNameClash(tx, ctx, draft);
    const [inserted] = await insertTargets(tx, ctx, [{ draft, groups }]);
    return readInserted(tx, ctx, inserted);
  });
}

/** As the actor sees it: groups of others are left out. */
async function readInserted(tx: Tx, ctx: Context, inserted: InsertedTarget | undefined): Promise<TargetDto> {
  const [target] = await readObjects(tx, ctx.scope, inserted ? [inserted.pk] : []);
  if (target === undefined) throw new TomError("INTERNAL", "The target was not stored.");
  return target;
}

export type BulkFailure = { index: number; message: string; fieldErrors: FieldErrors };
export type BulkCreated = { created: { index: number; target: TargetDto }[]; failed: BulkFailure[] };

const bulkMax = 1000;

/** Creates many in one transaction: a bad draft or a taken name fails alone. @throws LIMIT_EXCEEDED above 1,000 drafts */
export async function createTargets({
  ctx,
  input,
}: {
  ctx: Context;
  input: readonly CreateTargetInput[];
}): Promise<BulkCreated> {
  requireWriter(ctx.actor);
  if (input.length > bulkMax) throw new TomError("LIMIT_EXCEEDED", `At most ${bulkMax} targets at once.`);
  return ctx.database.write(async (tx) => {
    const result: BulkCreated = { created: [], failed: [] };
    for (const [index, one] of input.entries()) {
      try {
        const draft = parseNewTarget(ctx, one);
        const groups = await usableGroups(tx, ctx, draft.groups);
        // Earlier rows of the same call are compared with as well: they are in the table by now.
        await refuseNameClash(tx, ctx, draft);
        const [inserted] = await insertTargets(tx, ctx, [{ draft, groups }]);
        result.created.push({ index, target: await readInserted(tx, ctx, inserted) });
      } catch (error) {
        if (!isTomError(error) || error.code === "INTERNAL") throw error;
        result.failed.push({ index, message: error.message, fieldErrors: error.fieldErrors ?? {} });
      }
    }
    return result;
  });
}
