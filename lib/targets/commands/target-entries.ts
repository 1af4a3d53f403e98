import { and, eq } from "drizzle-orm";
import type * as z from "zod";
import { targetClassifications, targetRedshifts } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { nowIso } from "@/lib/core/clock";
import { notFound, TomError } from "@/lib/core/errors";
import { listClassifications, listRedshifts } from "../queries/list-entries";
import { classificationInput, redshiftInput } from "../schema";
import type { ClassificationEntry, RedshiftEntry } from "../types";
import { changeTarget } from "./change-target";
import { classificationRow, redshiftRow } from "./insert-targets";
import { parseInput } from "./parse-input";

type OnTarget<Input> = { ctx: Context; input: Input & { id: string } };

/** A dated, attributed redshift; the newest stands for the target. */
export async function addRedshift({
  ctx,
  input: { id, ...rest },
}: OnTarget<z.input<typeof redshiftInput>>): Promise<RedshiftEntry> {
  const entry = parseInput(redshiftInput, rest);
  let written = "";
  await changeTarget(ctx, {
    verb: "target.addRedshift",
    id,
    async apply(tx, key) {
      const row = redshiftRow(ctx, key.pk, entry, nowIso(ctx.clock));
      written = row.id;
      await tx.insert(targetRedshifts).values(row);
      return { redshifts: [null, { value: row.value, source: row.source }] };
    },
  });
  return found(await listRedshifts(ctx.database.read, ctx.scope, { id }), written);
}

export async function removeRedshift({ ctx, input }: OnTarget<{ entryId: string }>): Promise<void> {
  await changeTarget(ctx, {
    verb: "target.removeRedshift",
    id: input.id,
    async apply(tx, key) {
      const [gone] = await tx
        .delete(targetRedshifts)
        .where(and(eq(targetRedshifts.targetPk, key.pk), eq(targetRedshifts.id, input.entryId)))
        .returning();
      if (gone === undefined) throw notFound("redshift");
      return { redshifts: [{ value: gone.value, source: gone.source }, null] };
    },
  });
}

/** A dated, attributed classification; entries of different classifiers stand beside each other. */
export async function addClassification({
  ctx,
  input: { id, ...rest },
}: OnTarget<z.input<typeof classificationInput>>): Promise<ClassificationEntry> {
  const entry = parseInput(classificationInput, rest);
  let written = "";
  await changeTarget(ctx, {
    verb: "target.addClassification",
    id,
    async apply(tx, key) {
      const row = classificationRow(ctx, key.pk, entry, nowIso(ctx.clock));
      written = row.id;
      await tx.insert(targetClassifications).values(row);
      return undefined;
    },
  });
  return found(await listClassifications(ctx.database.read, ctx.scope, { id }), written);
}

export async function removeClassification({ ctx, input }: OnTarget<{ entryId: string }>): Promise<void> {
  await changeTarget(ctx, {
    verb: "target.removeClassification",
    id: input.id,
    async apply(tx, key) {
      const [gone] = await tx
        .delete(targetClassifications)
        .where(and(eq(targetClassifications.targetPk, key.pk), eq(targetClassifications.id, input.entryId)))
        .returning();
      if (gone === undefined) throw notFound("classification");
      return undefined;
    },
  });
}

function found<Entry extends { id: string }>(entries: readonly Entry[], id: string): Entry {
  const entry = entries.find((one) => one.id === id);
  if (entry === undefined) throw new TomError("INTERNAL", "The entry was not stored.");
  return entry;
}
