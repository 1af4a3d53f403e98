import { checkElements, type OrbitElements } from "@/lib/astro/orbits";
import type { FieldErrors } from "@/lib/core/errors";
import type { ElementsDto, TargetDto, TargetType } from "./types";

/** Where a target of fixed place is, how it moves and how far it is. */
export const placeFieldNames = [
  "raDeg",
  "decDeg",
  "epoch",
  "pmRaMasPerYr",
  "pmDecMasPerYr",
  "parallaxMas",
  "distancePc",
  "distanceErrPc",
] as const satisfies readonly (keyof TargetDto)[];

export const elementFieldNames = [
  "scheme",
  "epochOfElementsMjd",
  "meanAnomalyDeg",
  "argOfPerihelionDeg",
  "longAscNodeDeg",
  "inclinationDeg",
  "eccentricity",
  "semimajorAxisAu",
  "meanDailyMotionDegPerDay",
  "perihelionDistanceAu",
  "epochOfPerihelionMjd",
  "ephemerisPeriodDays",
  "ephemerisPeriodErrDays",
  "ephemerisEpochMjd",
  "ephemerisEpochErrDays",
  "absMag",
  "slope",
] as const satisfies readonly (keyof ElementsDto)[];

/** The part of a target in which fields depend on each other; absent and null are both "not given". */
export type TargetShape = {
  type: TargetType;
  raDeg?: number | null | undefined;
  decDeg?: number | null | undefined;
} & {
  [Field in keyof ElementsDto]?: ElementsDto[Field] | undefined;
};

const given = (value: unknown): boolean => value !== null && value !== undefined;

/** What a target of its type still lacks or cannot have: field -> messages; empty when all is well. 0 is a value. */
export function targetProblems(target: TargetShape): FieldErrors {
  const problems: FieldErrors = {};
  if (target.type === "SIDEREAL") {
    if (!given(target.raDeg)) problems.raDeg = ["A sidereal target needs a right ascension"];
    if (!given(target.decDeg)) problems.decDeg = ["A sidereal target needs a declination"];
    for (const name of elementFieldNames) {
      if (given(target[name])) problems[name] = ["Only non-sidereal targets have orbital elements"];
    }
    return problems;
  }
  if (given(target.raDeg) !== given(target.decDeg)) {
    const missing = given(target.raDeg) ? "decDeg" : "raDeg";
    problems[missing] = ["A position has both coordinates or none"];
  }
  if (!target.scheme) {
    problems.scheme = ["A non-sidereal target needs a scheme of elements"];
    return problems;
  }
  const elements: Partial<OrbitElements> = {};
  for (const name of elementFieldNames) {
    const value = target[name];
    if (typeof value === "number" && !name.startsWith("ephemeris")) elements[name as keyof OrbitElements] = value;
  }
  return { ...problems, ...checkElements(target.scheme, elements) };
}
