import type { SqlValue, Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { healpixIndex } from "@/lib/astro/healpix";
import { simplifyName } from "@/lib/astro/names";
import { nowIso } from "@/lib/core/clock";
import type { Measurement } from "@/lib/reduced-data/commands/measurement";
import { writePhotometry } from "@/lib/reduced-data/commands/write-photometry";
import { createRandom, type Random } from "./random";

export type SeedInput = { targets: number; photometry: number; groups: number; seed: number };
export type SeedReport = { targets: number; photometry: number; groups: number; seconds: number; rowsPerS: number };

const atOnce = 1000;

/**
 * Reproducible synthetic targets for trials and measurements, spread evenly over the sphere: 10 % private, 10 % open,
 * one alias each; the private ones belong to one of the groups. Written in bulk, without events: a seed is no change
 * that a hook should hear of.
 */
export async function seedTargets(ctx: Context, input: SeedInput): Promise<SeedReport> {
  const started = performance.now();
  const random = createRandom(input.seed);
  const at = nowIso(ctx.clock);
  const groupPks = await ctx.database.write((tx) => seedGroups(tx, input, at));
  let firstPk: number | null = null;
  for (let from = 0; from < input.targets; from += atOnce) {
    const count = Math.min(atOnce, input.targets - from);
    const pk = await ctx.database.write((tx) =>
      insertChunk(tx, { from, count, seed: input.seed, at, random, groupPks }),
    );
    firstPk ??= pk;
  }
  const photometry = firstPk === null ? 0 : await seedPhotometry(ctx, input, firstPk, random, at);
  const seconds = (performance.now() - started) / 1000;
  return {
    targets: input.targets,
    photometry,
    groups: groupPks.length,
    seconds: Math.round(seconds * 100) / 100,
    rowsPerS: Math.round((input.targets + photometry) / seconds),
  };
}

async function seedGroups(tx: Tx, { groups, seed }: SeedInput, at: string): Promise<number[]> {
  const pks: number[] = [];
  for (let i = 0; i < groups; i++) {
    const name = `Group ${seed}-${i + 1}`;
    const args = [`seed-group-${seed}-${i}`, name, name.toLowerCase(), at];
    const { rows } = await tx.raw.execute({
      sql: "INSERT INTO groups (id, name, name_key, description, created_at) VALUES (?, ?, ?, '', ?) ON CONFLICT (name_key) DO UPDATE SET name = excluded.name RETURNING pk",
      args,
    });
    pks.push(Number(rows[0]?.pk));
  }
  return pks;
}

type Chunk = { from: number; count: number; seed: number; at: string; random: Random; groupPks: readonly number[] };

async function insertChunk(tx: Tx, { from, count, seed, at, random, groupPks }: Chunk): Promise<number> {
  const { rows } = await tx.raw.execute("SELECT coalesce(max(pk), 0) + 1 AS next FROM targets");
  const next = Number(rows[0]?.next);
  const targets: SqlValue[][] = [];
  const names: SqlValue[][] = [];
  const search: SqlValue[][] = [];
  const grants: SqlValue[][] = [];
  for (let i = 0; i < count; i++) {
    const n = from + i;
    const pk = next + i;
    const raDeg = random() * 360;
    const decDeg = (Math.asin(2 * random() - 1) * 180) / Math.PI;
    const roll = random();
    const visibility = roll < 0.1 ? "private" : roll < 0.2 ? "open" : "public";
    const name = `SYN ${seed}-${String(n).padStart(7, "0")}`;
    const alias = `ZTF${String(18 + (n % 9))}${letters(random)}`;
    targets.push([
      pk,
      `00000000-0000-7000-8000-${seed.toString(16).padStart(4, "0").slice(-4)}${pk.toString(16).padStart(8, "0")}`,
      name,
      "SIDEREAL",
      visibility,
      raDeg,
      decDeg,
      healpixIndex({ raDeg, decDeg }),
      at,
      at,
    ]);
    names.push([pk, 1, name, simplifyName(name), at], [pk, 0, `${alias}${n}`, simplifyName(`${alias}${n}`), at]);
    search.push([pk, `${name}\n${alias}${n}`]);
    const group = groupPks[Math.floor(random() * groupPks.length)];
    if (visibility === "private" && group !== undefined) grants.push([pk, "group", group, 1, 1, 0, at]);
  }
  await insert(
    tx,
    "targets (pk, id, name, type, visibility, ra_deg, dec_deg, healpix14, created_at, updated_at)",
    targets,
  );
  await insert(tx, "target_names (target_pk, is_primary, name, name_key, created_at)", names);
  await insert(tx, "target_search (rowid, names)", search);
  await insert(
    tx,
    "target_grants (target_pk, principal_kind, principal_pk, can_change, can_delete, is_creator, created_at)",
    grants,
  );
  return next;
}

async function insert(tx: Tx, into: string, rows: readonly SqlValue[][]): Promise<void> {
  const width = rows[0]?.length ?? 0;
  const one = `(${Array<string>(width).fill("?").join(", ")})`;
  for (let from = 0; from < rows.length; from += 500) {
    const some = rows.slice(from, from + 500);
    await tx.raw.execute({
      sql: `INSERT INTO ${into} VALUES ${Array<string>(some.length).fill(one).join(", ")}`,
      args: some.flat(),
    });
  }
}

const letters = (random: Random): string =>
  Array.from({ length: 7 }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join("");

/** Light curves on the first targets, 100 points each. */
async function seedPhotometry(
  ctx: Context,
  { targets, photometry }: SeedInput,
  firstPk: number,
  random: Random,
  at: string,
): Promise<number> {
  const perTarget = Math.max(100, Math.ceil(photometry / Math.max(1, targets)));
  let written = 0;
  for (let i = 0; i < targets && written < photometry; i++) {
    const rows = Math.min(perTarget, photometry - written);
    const curve = lightCurve(rows, random);
    for (let from = 0; from < rows; from += 2000) {
      const by = { via: "seed", provenance: "seed", parserVersion: "1", byPk: null, at };
      await ctx.database.write((tx) => writePhotometry(tx, firstPk + i, curve.slice(from, from + 2000), by));
    }
    written += rows;
  }
  return written;
}

function lightCurve(count: number, random: Random): Measurement[] {
  const peak = 59_000 + random() * 1500;
  const bright = 16 + random() * 3;
  return Array.from({ length: count }, (_, i) => {
    const observedAtMjd = peak - 20 + (i * 120) / count + random() * 0.01;
    const phase = observedAtMjd - peak;
    const mag = bright + (phase < 0 ? (phase / 10) ** 2 : phase / 25) + (random() - 0.5) * 0.1;
    return {
      kind: "detection",
      observedAtMjd,
      band: i % 2 === 0 ? "g" : "r",
      mag,
      magErr: 0.03 + random() * 0.05,
      fluxNjy: 10 ** ((31.4 - mag) / 2.5),
      fluxErrNjy: null,
      limitMag: null,
      limitSigma: null,
      magSystem: "AB",
      brightness: "difference",
      producer: null,
      negative: false,
      timeReference: null,
      originalScale: null,
      originalTime: null,
      telescope: "synthetic",
      instrument: null,
      source: "synthetic",
      sourceId: String(i),
    };
  });
}
