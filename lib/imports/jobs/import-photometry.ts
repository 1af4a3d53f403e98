import { eq } from "drizzle-orm";
import { targetImports } from "@/db/schema/imports";
import type { Context } from "@/lib/access/context";
import { isTomError } from "@/lib/core/errors";
import type { Measurement } from "@/lib/reduced-data/commands/measurement";
import {
  addImportedPhotometry,
  type Delivery,
  insertPendingPhotometry,
  type LightOfTarget,
} from "../commands/pending-photometry";
import type { Latecomer } from "../commands/pending-targets";
import type { NameBook } from "../reading/judge";
import { judgePhotometry } from "../reading/judge-photometry";
import { amendVerdicts, dropPieces, loadText, storeVerdicts, verdictPieces } from "../reading/pieces";
import { addPhotometryVerdict, type ImportOptions, noPhotometry, type PhotometryCounts } from "../schema";
import { type Run, refuseUnlessRunning } from "./import-run";

/** Target -> its measurements: of those that are made, and of those that were here. */
export type Light = { made: Map<string, Measurement[]>; here: Map<string, Measurement[]>; counts: PhotometryCounts };

type Work = { run: Run; options: ImportOptions; delivery: Delivery; book: NameBook; signal: AbortSignal };

/** Judges the file of photometry, and writes the light of the targets that the run has made, out of sight. */
export async function writeLight(ctx: Context, work: Work, tell: (done: number) => void): Promise<Light> {
  const { run, signal, delivery } = work;
  await ctx.database.write((tx) => dropPieces(tx, run.jobId, "photometryVerdicts"));
  const light = await judgeLight(ctx, work, tell);
  for (const part of partsOf(light.made)) {
    signal.throwIfAborted();
    await ctx.database.write(async (tx) => {
      await refuseUnlessRunning(tx, run);
      await insertPendingPhotometry(tx, ctx, run.key, { delivery, light: part });
    });
  }
  signal.throwIfAborted();
  return light;
}

async function judgeLight(ctx: Context, work: Work, tell: (done: number) => void): Promise<Light> {
  const { run, signal } = work;
  const light: Light = { made: new Map(), here: new Map(), counts: noPhotometry };
  const file = await judgePhotometry(ctx, await loadText(ctx.database.read, run.jobId, "photometry"), work);
  for await (const part of file.parts) {
    signal.throwIfAborted();
    const verdicts = part.map(({ verdict }) => verdict);
    await ctx.database.write(async (tx) => {
      await refuseUnlessRunning(tx, run);
      await storeVerdicts(tx, run.jobId, "photometryVerdicts", verdicts);
    });
    for (const { verdict, measurement, isOfMade } of part) {
      if (measurement) gather(isOfMade ? light.made : light.here, verdict.targetId ?? "", [measurement]);
    }
    light.counts = verdicts.reduce(addPhotometryVerdict, light.counts);
    tell(light.counts.total);
  }
  return light;
}

function gather(of: Map<string, Measurement[]>, targetId: string, measurements: readonly Measurement[]): void {
  const all = of.get(targetId) ?? [];
  for (const one of measurements) all.push(one);
  of.set(targetId, all);
}

const targetsPerPart = 25;
const rowsPerPart = 1000;

/** What one transaction writes. */
function* partsOf(light: ReadonlyMap<string, Measurement[]>): Generator<LightOfTarget[]> {
  let [part, rows]: [LightOfTarget[], number] = [[], 0];
  for (const [targetId, measurements] of light) {
    part.push({ targetId, measurements });
    rows += measurements.length;
    if (part.length < targetsPerPart && rows < rowsPerPart) continue;
    yield part;
    [part, rows] = [[], 0];
  }
  if (part.length > 0) yield part;
}

/** The light of targets that gave way to others of the same name is that of those others. */
export function giveLight({ made, here }: Light, late: readonly Latecomer[]): void {
  for (const { targetId, holderId } of late) {
    const measurements = made.get(targetId);
    if (measurements) gather(here, holderId, measurements);
    made.delete(targetId);
  }
}

/**
 * Adds the light of targets that were here before, one after the other, once the import is in sight: from then on it is
 * finished and not taken back, after a restart too. What may not be added any more is rejected.
 */
export async function addLight(ctx: Context, delivery: Delivery, here: Light["here"]): Promise<void> {
  for (const [targetId, measurements] of here) {
    try {
      await addImportedPhotometry({ ctx, input: { delivery, targetId, measurements } });
    } catch (error) {
      if (!isTomError(error) || (error.code !== "NOT_FOUND" && error.code !== "FORBIDDEN")) throw error;
      await refuseLight(ctx, delivery.jobId, targetId, error.message);
    }
  }
}

async function refuseLight(ctx: Context, jobId: string, targetId: string, message: string): Promise<void> {
  await ctx.database.write(async (tx) => {
    await amendVerdicts(tx, jobId, "photometryVerdicts", (verdict) =>
      verdict.targetId === targetId && verdict.verdict === "accepted"
        ? { ...verdict, verdict: "rejected", message }
        : verdict,
    );
    let counts = noPhotometry;
    for await (const { verdicts } of verdictPieces(tx, jobId, "photometryVerdicts")) {
      counts = verdicts.reduce(addPhotometryVerdict, counts);
    }
    await tx.update(targetImports).set({ photometryCounts: counts }).where(eq(targetImports.jobId, jobId));
  });
}

/** After a restart: what was accepted, by the verdicts that were kept. All that is in the store already stays as it is. */
export async function acceptedLight(ctx: Context, jobId: string, options: ImportOptions): Promise<Light["here"]> {
  const here: Light["here"] = new Map();
  const text = await loadText(ctx.database.read, jobId, "photometry");
  if (text === "") return here;
  const targetOfRow = new Map<number, string>();
  for await (const { verdicts } of verdictPieces(ctx.database.read, jobId, "photometryVerdicts")) {
    for (const { row, verdict, targetId } of verdicts) {
      if (verdict === "accepted" && targetId !== null) targetOfRow.set(row, targetId);
    }
  }
  const file = await judgePhotometry(ctx, text, { options, book: new Map() });
  for await (const part of file.parts) {
    for (const { verdict, measurement } of part) {
      const targetId = targetOfRow.get(verdict.row);
      if (measurement && targetId !== undefined) gather(here, targetId, [measurement]);
    }
  }
  return here;
}
