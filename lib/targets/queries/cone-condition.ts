import { type SQL, sql } from "drizzle-orm";
import type { Cone } from "@/lib/astro/cone";
import type { Position } from "@/lib/astro/coordinates";
import { coneBoxes } from "@/lib/astro/sphere";

/** The fastest known star moves 10.4 arcsec a year; inputs allow 15 in each direction. */
const fastestArcsecPerYear = 15 * Math.SQRT2;
/** Epochs that inputs allow. */
const [epochMin, epochMax] = [1800, 2100];

const radPerMas = Math.PI / 648_000_000;

// The text of a cone is parsed by SQLite at each search, which costs more than the search: short formulas, numbers as text.
/** A number as SQLite reads it, all digits kept. */
function real(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError("A cone is made of numbers.");
  return `(${Number.isInteger(value) ? value.toFixed(1) : value})`;
}

/** Written twice: the driver's power() fails where the square of a tiny number is none. */
const square = (factor: string): string => `${factor} * ${factor}`;

const moving = (table: string): string =>
  `(${table}.pm_ra_mas_per_yr IS NOT NULL OR ${table}.pm_dec_mas_per_yr IS NOT NULL)`;

/**
 * The square of the chord between a row's place and a point of the unit sphere, by the haversine: unlike the cosine it
 * keeps its digits for small angles.
 */
function chordOfStill(table: string, { raDeg, decDeg }: Position): string {
  const [ra, dec] = [`${table}.ra_deg`, `${table}.dec_deg`];
  const across = `cos(radians(${dec})) * ${real(Math.cos(radians(decDeg)))} * ${square(`sin(radians(${ra} - ${real(raDeg)}) / 2)`)}`;
  return `4 * (${square(`sin(radians(${dec} - ${real(decDeg)}) / 2)`)} + ${across})`;
}

/**
 * What proper motion along a straight line adds by the year, as `positionAt` in lib/astro does it. The row's place n moves
 * to p = n + east + north, both steps normal to n, of length 1 + h. `chord`: what to add to the squared chord of n to get
 * |p - c|^2 - h^2 - 2h, so that the squared chord of p's direction is (of n + `chord` + 2h) / (1 + h).
 */
function motion(table: string, center: Position, atYear: number): { chord: string; h: string } {
  const [ra, dec] = [`${table}.ra_deg`, `${table}.dec_deg`];
  const step = `((${real(atYear)} - coalesce(${table}.epoch, 2000.0)) * ${real(radPerMas)})`;
  const east = `coalesce(${table}.pm_ra_mas_per_yr, 0.0)`;
  const north = `coalesce(${table}.pm_dec_mas_per_yr, 0.0)`;
  const squared = `${square(step)} * (${square(east)} + ${square(north)})`;
  const cosDec = real(Math.cos(radians(center.decDeg)));
  const dRa = `radians(${ra} - ${real(center.raDeg)})`;
  const awayNorth = `(sin(radians(${dec} - ${real(center.decDeg)})) - 2 * sin(radians(${dec})) * ${cosDec} * ${square(`sin(${dRa} / 2)`)})`;
  return {
    chord: `2 * ${step} * (${east} * ${cosDec} * sin(${dRa}) + ${north} * ${awayNorth})`,
    h: `(${squared} / (1 + sqrt(1 + ${squared})))`,
  };
}

/** Whether a row's place at the year lies within a cone. */
function movedWithin(table: string, cone: Cone, atYear: number): string {
  const { chord, h } = motion(table, cone, atYear);
  const most = rim(cone);
  return `${chordOfStill(table, cone)} + ${chord} + ${real(2 - most)} * ${h} <= ${real(most)}`;
}

const radians = (degrees: number): number => degrees * (Math.PI / 180);

const halfSphereArcsec = 180 * 3600;

/** The largest squared chord within the cone. */
const rim = (cone: Cone): number => (2 * Math.sin(radians(cone.radiusArcsec / 3600 / 2))) ** 2;

/** True of rows whose place at the year (a Julian year) lies within the cone: exact over the whole sphere. */
export const withinCone = (table: string, cone: Cone, atYear: number): SQL =>
  sql.raw(
    cone.radiusArcsec >= halfSphereArcsec
      ? `${table}.dec_deg IS NOT NULL`
      : `(${table}.dec_deg IS NOT NULL AND ${movedWithin(table, cone, atYear)})`,
  );

/** Great-circle distance to the centre in arcsec, as a column; null without a position. */
export function separationFrom(table: string, center: Position, atYear: number): SQL {
  const { chord, h } = motion(table, center, atYear);
  const moved = `(${chordOfStill(table, center)} + ${chord} + 2 * ${h}) / (1 + ${h})`;
  return sql.raw(`2 * degrees(asin(min(1.0, sqrt(max(0.0, ${moved})) / 2))) * 3600`);
}

/**
 * `SELECT pk` of every target within the cone, through the index on (dec, ra). Stars with a proper motion may have left
 * the boxes of the cone since their epoch: they have an index of their own and wider boxes.
 */
export function coneKeys(cone: Cone, atYear: number): SQL {
  const reach = fastestArcsecPerYear * Math.max(Math.abs(atYear - epochMin), Math.abs(atYear - epochMax));
  const whole = cone.radiusArcsec >= halfSphereArcsec;
  const stillWithin = whole ? "1" : `${chordOfStill("t", cone)} <= ${real(rim(cone))}`;
  const still = sql.raw(`NOT ${moving("t")} AND ${stillWithin}`);
  const drifting = sql.raw(`${moving("t")} AND ${whole ? "1" : movedWithin("t", cone, atYear)}`);
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
