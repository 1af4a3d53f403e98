import { sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { photometry } from "@/db/schema/photometry";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import { letOthersWork } from "@/lib/core/let-others-work";

const rowsAtOnce = 4000;

const columns = {
  pk: photometry.pk,
  observedAtMjd: photometry.observedAtMjd,
  band: photometry.band,
  mag: photometry.mag,
  magErr: photometry.magErr,
  limitMag: photometry.limitMag,
  limitSigma: photometry.limitSigma,
  fluxNjy: photometry.fluxNjy,
  fluxErrNjy: photometry.fluxErrNjy,
  magSystem: photometry.magSystem,
  brightness: photometry.brightness,
  kind: photometry.kind,
  negative: photometry.negative,
  flaggedReason: photometry.flaggedReason,
  timeReference: photometry.timeReference,
  telescope: photometry.telescope,
  source: photometry.source,
  via: photometry.via,
};

type Stored = Pick<typeof photometry.$inferSelect, keyof typeof columns>;

/** One point of the plot; times MJD UTC, null = not measured. */
export type LightCurvePoint = ReturnType<typeof toPoint>;

/** The version that the columns of a light curve are cached under. @throws NOT_FOUND outside the scope. */
export async function getLightCurveVersion(
  db: ReadDb,
  scope: VisibleScope,
  targetId: string,
): Promise<{ targetPk: number; version: number }> {
  const [row] = await db
    .select({ targetPk: targets.pk, version: targets.photometryVersion })
    .from(targets)
    .where(sql`${targets.id} = ${targetId} AND ${visibleTo(scope)}`)
    .limit(1);
  if (!row) throw notFound("target");
  return row;
}

/** Every point of a light curve in time order, read in pages so that other requests are served in between. */
export async function readLightCurve(db: ReadDb, visible: { targetPk: number }): Promise<LightCurvePoint[]> {
  const points: LightCurvePoint[] = [];
  const vias = new Map<string, readonly string[]>();
  let after: { mjd: number; pk: number } | null = null;
  for (;;) {
    const rows: Stored[] = await db
      .select(columns)
      .from(photometry)
      .where(
        after
          ? sql`${photometry.targetPk} = ${visible.targetPk} AND (${photometry.observedAtMjd}, ${photometry.pk}) > (${after.mjd}, ${after.pk})`
          : sql`${photometry.targetPk} = ${visible.targetPk}`,
      )
      .orderBy(photometry.observedAtMjd, photometry.pk)
      .limit(rowsAtOnce);
    for (const row of rows) points.push(toPoint(row, vias));
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return points;
    after = { mjd: last.observedAtMjd, pk: last.pk };
    await letOthersWork();
  }
}

function toPoint(row: Stored, vias: Map<string, readonly string[]>) {
  const via = vias.get(row.via) ?? (JSON.parse(row.via) as string[]);
  vias.set(row.via, via);
  const { pk, kind, flaggedReason, ...values } = row;
  return {
    ...values,
    id: pk.toString(36),
    via,
    forced: kind === "forced",
    flagged: flaggedReason !== null,
  };
}
