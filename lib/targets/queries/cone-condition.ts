import { type SQL, sql } from "drizzle-orm";
import type { Cone } from "@/lib/astro/cone";
import type { Position } from "@/lib/astro/coordinates";
import { coneBoxes, toUnitVector } from "@/lib/astro/sphere";

/** The fastest known star moves 10.4 arcsec a year; inputs allow 15 in each direction. */
const fastestArcsecPerYear = 15 * Math.SQRT2;
/** Epochs that inputs allow. */
const [epochMin, epochMax] = [1800, 2100];

const radPerMas = Math.PI / 648_000_000;

type ConeColumn = "ra_deg" | "dec_deg" | "epoch" | "pm_ra_mas_per_yr" | "pm_dec_mas_per_yr";
const column = (table: string, name: ConeColumn): SQL => sql`${sql.identifier(table)}.${sql.identifier(name)}`;

const moving = (table: string): SQL =>
  sql`(${column(table, "pm_ra_mas_per_yr")} IS NOT NULL OR ${column(table, "pm_dec_mas_per_yr")} IS NOT NULL)`;

/**
 * The square of the chord between a row's place at the year and a point of the unit sphere: unlike the cosine it keeps
 * its digits for small angles. Proper motion along a straight line, as `positionAt` in lib/astro does it.
 */
function chordSquared(table: string, center: Position, atYear: number): SQL {
  return sql`CASE WHEN ${moving(table)} THEN ${chordOfMoving(table, center, atYear)} ELSE ${chordOfStill(table, center)} END`;
}

const square = (length: SQL): SQL => sql`${length} * ${length}`;

function chordOfStill(table: string, center: Position): SQL {
  const [x, y, z] = toUnitVector(center);
  const ra = sql`radians(${column(table, "ra_deg")})`;
  const dec = sql`radians(${column(table, "dec_deg")})`;
  const [dx, dy, dz] = [
    sql`(cos(${dec}) * cos(${ra}) - ${x})`,
    sql`(cos(${dec}) * sin(${ra}) - ${y})`,
    sql`(sin(${dec}) - ${z})`,
  ];
  return sql`(${square(dx)} + ${square(dy)} + ${square(dz)})`;
}

function chordOfMoving(table: string, center: Position, atYear: number): SQL {
  const [x, y, z] = toUnitVector(center);
  const ra = sql`radians(${column(table, "ra_deg")})`;
  const dec = sql`radians(${column(table, "dec_deg")})`;
  const radPerMasPerYear = sql`(${atYear} - coalesce(${column(table, "epoch")}, 2000.0)) * ${radPerMas}`;
  const east = sql`(coalesce(${column(table, "pm_ra_mas_per_yr")}, 0.0) * ${radPerMasPerYear})`;
  const north = sql`(coalesce(${column(table, "pm_dec_mas_per_yr")}, 0.0) * ${radPerMasPerYear})`;
  const length = sql`sqrt(1.0 + ${square(east)} + ${square(north)})`;
  const dx = sql`((cos(${dec}) * cos(${ra}) - ${east} * sin(${ra}) - ${north} * sin(${dec}) * cos(${ra})) / ${length} - ${x})`;
  const dy = sql`((cos(${dec}) * sin(${ra}) + ${east} * cos(${ra}) - ${north} * sin(${dec}) * sin(${ra})) / ${length} - ${y})`;
  const dz = sql`((sin(${dec}) + ${north} * cos(${dec})) / ${length} - ${z})`;
  return sql`(${square(dx)} + ${square(dy)} + ${square(dz)})`;
}

const halfSphereArcsec = 180 * 3600;

/** The largest squared chord within the cone. */
const rim = (cone: Cone): number => (2 * Math.sin((cone.radiusArcsec / 3600 / 2) * (Math.PI / 180))) ** 2;

/** True of rows whose place at the year (a Julian year) lies within the cone: exact over the whole sphere. */
export const withinCone = (table: string, cone: Cone, atYear: number): SQL =>
  cone.radiusArcsec >= halfSphereArcsec
    ? sql`${column(table, "dec_deg")} IS NOT NULL`
    : sql`(${column(table, "dec_deg")} IS NOT NULL AND ${chordSquared(table, cone, atYear)} <= ${rim(cone)})`;

/** Great-circle distance to the centre in arcsec, as a column; null without a position. */
export const separationFrom = (table: string, center: Position, atYear: number): SQL =>
  sql`2 * degrees(asin(min(1.0, sqrt(${chordSquared(table, center, atYear)}) / 2))) * 3600`;

/**
 * `SELECT pk` of every target within the cone, through the index on (dec, ra). Stars with a proper motion may have left
 * the boxes of the cone since their epoch: they have an index of their own and wider boxes.
 */
export function coneKeys(cone: Cone, atYear: number): SQL {
  const reach = fastestArcsecPerYear * Math.max(Math.abs(atYear - epochMin), Math.abs(atYear - epochMax));
  const whole = cone.radiusArcsec >= halfSphereArcsec;
  const still = sql`NOT ${moving("t")} AND ${whole ? sql`1` : sql`${chordOfStill("t", cone)} <= ${rim(cone)}`}`;
  const drifting = sql`${moving("t")} AND ${whole ? sql`1` : sql`${chordOfMoving("t", cone, atYear)} <= ${rim(cone)}`}`;
  return sql.join(
    [
      ...boxes(cone, cone.radiusArcsec, "targets_dec_ra", still),
      ...boxes(cone, cone.radiusArcsec + reach, "targets_moving", drifting),
    ],
    sql` UNION ALL `,
  );
}

const boxes = (cone: Cone, radiusArcsec: number, index: string, condition: SQL): SQL[] =>
  coneBoxes(cone.raDeg, cone.decDeg, radiusArcsec).map(
    (box) => sql`SELECT t.pk FROM targets t INDEXED BY ${sql.identifier(index)}
      WHERE t.dec_deg BETWEEN ${box.decMin} AND ${box.decMax} AND t.ra_deg BETWEEN ${box.raMin} AND ${box.raMax} AND ${condition}`,
  );
