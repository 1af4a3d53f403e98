import { inArray, sql } from "drizzle-orm";
import { photometry, photometryRevisions } from "@/db/schema/photometry";
import type { Tx } from "@/db/write";
import { letOthersWork } from "@/lib/core/let-others-work";
import { revise, saysTheSame } from "../compare";
import { identityOf } from "../identity";
import type { WriteReport } from "../types";
import { insertRows, type NewRow } from "./insert-rows";
import type { Measurement } from "./measurement";
import { refreshSummary } from "./refresh-summary";

export type Provenance = {
  /** Who delivered the rows: a broker's id, "form", "api", a file. */
  via: string;
  /** `run:<id>`, `job:<id>`, `form`, `api`, `message:<id>`. */
  provenance: string;
  parserVersion: string;
  byPk: number | null;
  /** ISO 8601 UTC. */
  at: string;
};

type Stored = typeof photometry.$inferSelect;

const readAtOnce = 500;

/** Hears of rows while they are written. */
export type WriteListener = {
  /** Each row that is new or another. */
  changed?(change: PhotometryChange): void;
  /** Each row that was there before, whether it is another now or not. */
  known?(pk: number): void;
};

/** A measurement as it stands now, and whether it was there before with another value. */
export type PhotometryChange = { change: "inserted" | "revised"; row: Measurement };

/**
 * Writes measurements of one target, inside a transaction. The same rows again change nothing; a value that differs
 * by more than rounding is a revision and the old one stays readable; the same measurement through another deliverer
 * adds its name. Measurements of one survey that two deliverers bring under different keys meet by look-up (0.5 s).
 * Leaves no trace and fires nothing (`savePhotometry` does).
 */
export async function writePhotometry(
  tx: Tx,
  targetPk: number,
  measurements: readonly Measurement[],
  by: Provenance,
  { changed, known: wasKnown }: WriteListener = {},
): Promise<WriteReport> {
  const incoming = byIdentity(measurements);
  const known = await findKnown(tx, targetPk, incoming, by.via);
  const fresh: NewRow[] = [];
  const report: WriteReport = { inserted: 0, unchanged: measurements.length - incoming.size, revised: 0 };
  const touched: { old: Stored; next: Measurement }[] = [];
  const sameElsewhere: Stored[] = [];
  for (const [identity, next] of incoming) {
    const old = known.get(identity);
    if (old) wasKnown?.(old.pk);
    if (!old) fresh.push({ identity, ...next });
    else if (!saysTheSame(toValues(old), next, isPassedOn(old, by.via))) touched.push({ old, next });
    else {
      report.unchanged++;
      if (!viaOf(old).includes(by.via)) sameElsewhere.push(old);
    }
  }
  await insertRows(tx, targetPk, fresh, by);
  for (const change of touched) await writeRevision(tx, change.old, change.next, by);
  await addVia(tx, sameElsewhere, by.via);
  report.inserted = fresh.length;
  report.revised = touched.length;
  if (fresh.length + touched.length > 0) await refreshSummary(tx, targetPk, fresh.length);
  if (changed) {
    for (const row of fresh) changed({ change: "inserted", row });
    for (const { old, next } of touched)
      changed({ change: "revised", row: { ...next, ...revise(toValues(old), next) } });
  }
  return report;
}

// Within one delivery the later row of one identity stands; two candids of one measurement are two identities.
function byIdentity(measurements: readonly Measurement[]): Map<string, Measurement> {
  const rows = new Map<string, Measurement>();
  for (const measurement of measurements) rows.set(identityOf(measurement), measurement);
  return rows;
}

/** Whether somebody else has delivered it too: whose values stand is not told apart. */
const isPassedOn = (row: Pick<Stored, "via">, via: string): boolean => viaOf(row).some((one) => one !== via);

const viaOf = (row: Pick<Stored, "via">): string[] => JSON.parse(row.via) as string[];

async function findKnown(
  tx: Tx,
  targetPk: number,
  incoming: Map<string, Measurement>,
  via: string,
): Promise<Map<string, Stored>> {
  const known = new Map<string, Stored>();
  const [first] = await tx
    .select({ pk: photometry.pk })
    .from(photometry)
    .where(sql`${photometry.targetPk} = ${targetPk}`)
    .limit(1);
  if (!first) return known;
  const identities = [...incoming.keys()];
  for (let from = 0; from < identities.length; from += readAtOnce) {
    const some = identities.slice(from, from + readAtOnce);
    const rows = await tx
      .select()
      .from(photometry)
      .where(sql`${photometry.targetPk} = ${targetPk} AND ${inArray(photometry.identity, some)}`);
    for (const row of rows) known.set(row.identity, row);
    await findNear(
      tx,
      targetPk,
      some.filter((identity) => !known.has(identity)),
      incoming,
      via,
      known,
    );
    if (from + readAtOnce < identities.length) await letOthersWork();
  }
  return known;
}

/** Rows of the same survey within 0.5 s that another deliverer brought, where at most one side has the survey's id. */
async function findNear(
  tx: Tx,
  targetPk: number,
  identities: readonly string[],
  incoming: ReadonlyMap<string, Measurement>,
  via: string,
  known: Map<string, Stored>,
): Promise<void> {
  if (identities.length === 0) return;
  const wanted = identities.flatMap((identity) => {
    const m = incoming.get(identity);
    return m
      ? [
          [
            identity,
            m.observedAtMjd,
            m.source,
            m.band,
            m.kind,
            m.brightness,
            m.producer ?? "",
            m.sourceId === null ? 1 : 0,
          ],
        ]
      : [];
  });
  const found = await tx.all<{ identity: string; pk: number }>(sql`
    SELECT j.value ->> 0 AS identity, p.pk AS pk
    FROM json_each(${JSON.stringify(wanted)}) j
    JOIN photometry p INDEXED BY photometry_time ON p.target_pk = ${targetPk}
      AND p.observed_at_mjd BETWEEN (j.value ->> 1) - 0.5 / 86400.0 AND (j.value ->> 1) + 0.5 / 86400.0
    WHERE p.source = j.value ->> 2 AND p.band = j.value ->> 3 AND p.kind = j.value ->> 4 AND p.brightness = j.value ->> 5
      AND ifnull(p.producer, '') = j.value ->> 6
      AND (p.source_id IS NULL OR j.value ->> 7 = 1)
      AND NOT EXISTS (SELECT 1 FROM json_each(p.via) v WHERE v.value = ${via})
    ORDER BY abs(p.observed_at_mjd - (j.value ->> 1)) DESC`);
  if (found.length === 0) return;
  const rows = await tx
    .select()
    .from(photometry)
    .where(
      inArray(
        photometry.pk,
        found.map((hit) => hit.pk),
      ),
    );
  const byPk = new Map(rows.map((row) => [row.pk, row]));
  for (const hit of found) {
    const row = byPk.get(hit.pk);
    if (row) known.set(hit.identity, row);
  }
}

async function writeRevision(tx: Tx, old: Stored, next: Measurement, by: Provenance): Promise<void> {
  const {
    pk,
    targetPk: _target,
    identity: _identity,
    flaggedReason: _r,
    flaggedByPk: _f,
    flaggedAt: _a,
    ...values
  } = old;
  await tx
    .insert(photometryRevisions)
    .values({ photometryPk: pk, revision: old.revision, values, replacedAt: by.at, replacedByPk: by.byPk });
  const via = viaOf(old).includes(by.via) ? old.via : JSON.stringify([...viaOf(old), by.via]);
  await tx
    .update(photometry)
    .set({
      ...revise(toValues(old), next),
      via,
      provenance: by.provenance,
      parserVersion: by.parserVersion,
      revision: old.revision + 1,
      updatedAt: by.at,
    })
    .where(sql`${photometry.pk} = ${pk}`);
}

const toValues = (row: Stored): Stored & { magSystem: "AB" | "Vega" | null } => ({
  ...row,
  magSystem: row.magSystem === "AB" || row.magSystem === "Vega" ? row.magSystem : null,
});

async function addVia(tx: Tx, rows: readonly Stored[], via: string): Promise<void> {
  for (let from = 0; from < rows.length; from += readAtOnce) {
    const pks = rows.slice(from, from + readAtOnce).map((row) => row.pk);
    await tx
      .update(photometry)
      .set({ via: sql`json_insert(${photometry.via}, '$[#]', ${via})` })
      .where(inArray(photometry.pk, pks));
  }
}
