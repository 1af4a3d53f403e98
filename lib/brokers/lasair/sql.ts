import { magToFluxNjy } from "@/lib/astro/photometry";
import { isoToMjd, mjdToJd, utcMjdToTaiMjd } from "@/lib/astro/time";
import type { LasairParameters } from "./query";

/**
 * From parameters to Lasair's SQL. The two services name everything differently: ZTF has Julian dates (UTC) and
 * magnitudes, the LSST has modified Julian dates (TAI) and fluxes in nJy.
 */

type Survey = LasairParameters["survey"];

const bandsOfLsst = ["u", "g", "r", "i", "z", "y"] as const;

const names = {
  ztf: { id: "objects.objectId", count: "objects.ncand", first: "objects.jdmin", newest: "objects.jdmax" },
  lsst: {
    id: "objects.diaObjectId",
    count: "objects.nDiaSources",
    first: "objects.firstDiaSourceMjdTai",
    newest: "objects.lastDiaSourceMjdTai",
  },
};

const columns = {
  ztf: ["objects.ramean", "objects.decmean", "objects.gmag", "objects.jdgmax", "objects.rmag", "objects.jdrmax"],
  lsst: [
    ...["objects.ra", "objects.decl", "objects.latestR", "objects.latest_psfFlux"],
    ...bandsOfLsst.flatMap((band) => [`objects.${band}_psfFlux`, `objects.${band}_latestMJD`]),
  ],
};

/** What joined tables tell besides: a class and a name, under names of our own. */
const joinedColumns = {
  sherlock_classifications: ["sherlock_classifications.classification AS sherlock_class"],
  crossmatch_tns: [
    ...["crossmatch_tns.tns_name AS tns_name", "crossmatch_tns.tns_prefix AS tns_prefix"],
    ...["crossmatch_tns.type AS tns_type", "crossmatch_tns.z AS tns_z"],
  ],
};

/** The columns that every list asks for. */
export function ownColumns(survey: Survey): string[] {
  const { id, count, first, newest } = names[survey];
  return [id, ...columns[survey], count, first, newest];
}

/** The columns of a query: our own, those of the tables that it joins, and what a person asked for. */
export function selectedOf(parameters: LasairParameters): string {
  const tables = tablesOf(parameters).toLowerCase().split(",");
  const joined = Object.entries(joinedColumns).flatMap(([table, names]) => (tables.includes(table) ? names : []));
  const further = parameters.selected === undefined ? [] : [parameters.selected];
  return [...ownColumns(parameters.survey), ...joined, ...further].join(", ");
}

/** ZTF: JD in UTC to 10 ms; LSST: MJD in TAI. */
const timeOf = (survey: Survey, iso: string): string =>
  survey === "ztf" ? mjdToJd(isoToMjd(iso)).toFixed(7) : utcMjdToTaiMjd(isoToMjd(iso)).toFixed(8);

/** The newest magnitude at ZTF is that of whichever band is newest. */
function ztfMagnitude({ magMin, magMax }: LasairParameters): string[] {
  if (magMin === undefined && magMax === undefined) return [];
  const ofBand = (mag: string, jd: string): string =>
    [
      `objects.${jd} = objects.jdmax`,
      ...(magMin === undefined ? [] : [`objects.${mag} >= ${magMin}`]),
      ...(magMax === undefined ? [] : [`objects.${mag} <= ${magMax}`]),
    ].join(" AND ");
  return [`((${ofBand("gmag", "jdgmax")}) OR (${ofBand("rmag", "jdrmax")}))`];
}

/** Fainter is less flux; an object that is below its reference has no magnitude. */
function lsstMagnitude({ magMin, magMax }: LasairParameters): string[] {
  if (magMin === undefined && magMax === undefined) return [];
  const least = magMax === undefined ? "> 0" : `>= ${magToFluxNjy(magMax)}`;
  return [
    `objects.latest_psfFlux ${least}`,
    ...(magMin === undefined ? [] : [`objects.latest_psfFlux <= ${magToFluxNjy(magMin)}`]),
  ];
}

function typedConditions(parameters: LasairParameters): string[] {
  const { survey } = parameters;
  const { count, first, newest } = names[survey];
  const bound = (column: string, sign: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`${column} ${sign} ${value}`];
  const time = (column: string, sign: string, iso: string | undefined): string[] =>
    bound(column, sign, iso === undefined ? undefined : timeOf(survey, iso));
  const className = parameters.className?.replace(/[^\w -]/g, "");
  return [
    ...(className === undefined ? [] : [`sherlock_classifications.classification = "${className}"`]),
    ...bound(count, ">=", parameters.detectionsMin),
    ...bound(count, "<=", parameters.detectionsMax),
    ...time(first, ">=", parameters.firstAfter),
    ...time(first, "<=", parameters.firstBefore),
    ...time(newest, ">=", parameters.newestAfter),
    ...time(newest, "<=", parameters.newestBefore),
    ...(survey === "ztf" ? ztfMagnitude(parameters) : lsstMagnitude(parameters)),
  ];
}

/** A person's own condition and how it is ordered; ORDER BY within quotes or parentheses is not an order of the list. */
function splitOrder(conditions: string): { where: string; order: string | null } {
  const at = [...conditions.matchAll(/(?<![\w.])order\s+by\b/gi)].at(-1)?.index;
  if (at === undefined || !isOpenText(conditions.slice(0, at))) return { where: conditions, order: null };
  return { where: conditions.slice(0, at).trim(), order: conditions.slice(at) };
}

const isOpenText = (before: string): boolean => {
  const bare = before.replace(/"[^"]*"|'[^']*'/g, "");
  return !/["']/.test(bare) && bare.split("(").length === bare.split(")").length;
};

/** The WHERE body: what the fields say, a person's own condition, and the newest first unless she orders herself. */
export function conditionsOf(parameters: LasairParameters): string {
  const typed = typedConditions(parameters);
  const { where, order } = splitOrder(parameters.conditions ?? "");
  const own = where === "" ? [] : [typed.length === 0 ? where : `(${where})`];
  const wanted = [...typed, ...own].join(" AND ");
  return [wanted, order ?? `ORDER BY ${names[parameters.survey].newest} DESC`].filter((part) => part !== "").join(" ");
}

/** `objects` is always joined; a class needs Sherlock's table. */
export function tablesOf({ tables, className }: LasairParameters): string {
  const given = (tables ?? "").split(",").map((name) => name.trim());
  const needed = ["objects", ...(className === undefined ? [] : ["sherlock_classifications"])];
  return [...new Set([...needed, ...given.filter((name) => name !== "")])].join(",");
}

/** As many ids as a condition holds; anything that is no id is left out. */
export const idsInOneQuery = 180;

export function idCondition(survey: Survey, ids: readonly string[]): string {
  const safe = ids.filter((id) => /^[A-Za-z0-9]{1,30}$/.test(id));
  const list = safe.map((id) => (survey === "ztf" ? `"${id}"` : id)).join(",");
  return `${names[survey].id} IN (${list})`;
}
