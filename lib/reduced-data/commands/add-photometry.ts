import "@/lib/core/sentences";
import { sql } from "drizzle-orm";
import { targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { changeableBy, visibleTo } from "@/lib/access/scope";
import type { Arrival } from "@/lib/astro/time";
import { invalidInput, notFound, TomError } from "@/lib/core/errors";
import { letOthersWork } from "@/lib/core/let-others-work";
import { arrivalOf } from "../queries/target-place";
import { photometryInputSchema } from "../schema";
import type { RejectedRow, WriteReport } from "../types";
import { type Measurement, toMeasurement } from "./measurement";
import { savePhotometry } from "./save-photometry";

export type AddPhotometry = {
  targetId: string;
  rows: readonly unknown[];
  /** How the rows came: `form`, `api`, `paste`, `hook`. */
  via: "form" | "api" | "paste" | "cli" | "hook";
  /** True: one bad row and nothing is stored. */
  atomic?: boolean;
};

export type AddReport = WriteReport & { rejected: RejectedRow[] };

const rowsAtMost = 50_000;

/** Adds measurements to a target one may change. Bad rows are told one by one; good ones are stored in one transaction. */
export async function addPhotometry({ ctx, input }: { ctx: Context; input: AddPhotometry }): Promise<AddReport> {
  if (input.rows.length > rowsAtMost) {
    throw invalidInput({ "": [`At most ${rowsAtMost} rows at once; these are ${input.rows.length}.`] });
  }
  const source = ctx.actor.kind === "user" ? ctx.actor.username : "tom";
  const arrival = await arrivalOf(ctx.database.read, ctx.scope, input.targetId);
  const { good, rejected } = await readManyRows(input.rows, source, arrival);
  if (input.atomic && rejected.length > 0) {
    const fieldErrors = Object.fromEntries(rejected.slice(0, 100).map((r) => [`${r.index}.${r.field}`, [r.message]]));
    throw invalidInput(
      fieldErrors,
      `${rejected.length} of ${input.rows.length} rows are not right; nothing was stored.`,
    );
  }
  const report = await ctx.database.write(async (tx) => {
    const targetPk = await changeableTarget(tx, ctx, input.targetId);
    return savePhotometry(tx, ctx, { pk: targetPk, id: input.targetId }, good, {
      via: input.via,
      provenance: input.via,
      parserVersion: "1",
      told: `by ${input.via}`,
    });
  });
  return { ...report, rejected };
}

type ReadRows = { good: Measurement[]; rejected: RejectedRow[] };

const readAtOnce = 500;

/** As `readRows`, of any number of rows, in parts between which others work. */
async function readManyRows(rows: readonly unknown[], source: string, arrival: Arrival | null): Promise<ReadRows> {
  const all: ReadRows = { good: [], rejected: [] };
  for (let from = 0; from < rows.length; from += readAtOnce) {
    const part = readRows(rows.slice(from, from + readAtOnce), source, arrival);
    for (const one of part.good) all.good.push(one);
    for (const one of part.rejected) all.rejected.push({ ...one, index: one.index + from });
    await letOthersWork();
  }
  return all;
}

export function readRows(rows: readonly unknown[], source: string, arrival: Arrival | null = null): ReadRows {
  const good: Measurement[] = [];
  const rejected: RejectedRow[] = [];
  for (const [index, row] of rows.entries()) {
    const parsed = photometryInputSchema.safeParse(row);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const unknown = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
      rejected.push({
        index,
        field: unknown ?? issue?.path.map(String).join(".") ?? "",
        message: unknown === undefined ? (issue?.message ?? "is not right") : "There is no such field.",
      });
      continue;
    }
    const measurement = toMeasurement(parsed.data, source, arrival);
    if ("message" in measurement) rejected.push({ index, ...measurement });
    else good.push(measurement);
  }
  return { good, rejected };
}

/** The row id of a target that the actor may change. Invisible is NOT_FOUND, visible only is FORBIDDEN. */
export async function changeableTarget(tx: Tx, ctx: Context, targetId: string): Promise<number> {
  const [row] = await tx
    .select({ pk: targets.pk, changeable: sql<number>`${changeableBy(ctx.scope)}` })
    .from(targets)
    .where(sql`${targets.id} = ${targetId} AND ${visibleTo(ctx.scope)}`);
  if (!row) throw notFound("target");
  if (!row.changeable) throw new TomError("FORBIDDEN", "You may see this target, but not change it.");
  return row.pk;
}
