import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { systemScope } from "@/lib/access/scope";
import { mjdToIso } from "@/lib/astro/time";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { type HookPayloads, rowsPerEvent } from "@/lib/events/catalog";
import { emit, emitHeld } from "@/lib/events/emit";
import { readObjects } from "@/lib/targets/queries/read-targets";
import { measuredValues } from "../measured-values";
import type { WriteReport } from "../types";
import type { Measurement } from "./measurement";
import { type PhotometryChange, type Provenance, type WriteListener, writePhotometry } from "./write-photometry";

type Delivery = Omit<Provenance, "byPk" | "at"> & {
  /** Of the sentence in the trail: "by api", "from alerce". */
  told: string;
  /** Hears of each row that was there before. */
  known?: WriteListener["known"];
  /** Holds the event back: of a target that is not in sight yet. Whoever asks for it lets it go (`lib/events/emit.ts`). */
  isHeld?: boolean;
};

/**
 * Writes measurements of a target that the actor may change, in the transaction of that check: the rows, and where any
 * is new or another, one row in the trail and one `reduced_datum_post_save`.
 */
export async function savePhotometry(
  tx: Tx,
  ctx: Context,
  target: { pk: number; id: string },
  measurements: readonly Measurement[],
  { told, known, isHeld = false, ...delivery }: Delivery,
): Promise<WriteReport> {
  const by = { ...delivery, byPk: ctx.actor.kind === "user" ? ctx.actor.userPk : null, at: nowIso(ctx.clock) };
  const changes: PhotometryChange[] = [];
  const report = await writePhotometry(tx, target.pk, measurements, by, {
    changed: (change) => changes.push(change),
    ...(known ? { known } : {}),
  });
  if (changes.length === 0) return report;
  await recordAudit(tx, ctx, {
    verb: "photometry.add",
    objectType: "target",
    objectId: target.id,
    targetId: target.id,
    summary: `Photometry ${told}: ${report.inserted} added, ${report.revised} revised`,
  });
  const [whole] = await readObjects(tx, systemScope("reduced_datum_post_save"), [target.pk]);
  if (whole === undefined) throw new Error("The target of this photometry is gone within its transaction.");
  const payload = { target: whole, via: by.via, provenance: by.provenance, ...report, ...datesAndRows(changes) };
  const event = { event: "reduced_datum_post_save" as const, objectType: "target", objectId: target.id, payload };
  if (isHeld) await emitHeld(tx, ctx, [event]);
  else await emit(tx, ctx, [event]);
  return report;
}

type Payload = HookPayloads["reduced_datum_post_save"];

function datesAndRows(
  changes: readonly PhotometryChange[],
): Pick<Payload, "dataType" | "firstObservedAt" | "lastObservedAt" | "rows" | "spectra" | "leftOut"> {
  const newestFirst = changes.toSorted((one, other) => other.row.observedAtMjd - one.row.observedAtMjd);
  const at = (index: number): string => mjdToIso(newestFirst.at(index)?.row.observedAtMjd ?? 0);
  return {
    dataType: "photometry",
    firstObservedAt: at(-1),
    lastObservedAt: at(0),
    rows: newestFirst.slice(0, rowsPerEvent).map(toEventRow),
    spectra: [],
    leftOut: Math.max(0, changes.length - rowsPerEvent),
  };
}

const toEventRow = ({ change, row }: PhotometryChange): Payload["rows"][number] => ({ change, ...measuredValues(row) });
