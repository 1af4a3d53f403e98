/** The element schemes of the TOM Toolkit. */
export const orbitSchemes = ["MPC_MINOR_PLANET", "MPC_COMET", "JPL_MAJOR_PLANET"] as const;
export type OrbitScheme = (typeof orbitSchemes)[number];

export const orbitSchemeLabels: Readonly<Record<OrbitScheme, string>> = {
  MPC_MINOR_PLANET: "MPC minor planet",
  MPC_COMET: "MPC comet",
  JPL_MAJOR_PLANET: "JPL major planet",
};

/** Osculating elements, heliocentric, ecliptic and equinox J2000.0; null is not known (0 is a value). */
export type OrbitElements = {
  /** MJD (TT), 0 to 100000. */
  epochOfElementsMjd: number | null;
  meanAnomalyDeg: number | null;
  argOfPerihelionDeg: number | null;
  longAscNodeDeg: number | null;
  /** 0 to 180 degrees. */
  inclinationDeg: number | null;
  /** 0 or more; above 0.9 only for comets. */
  eccentricity: number | null;
  semimajorAxisAu: number | null;
  meanDailyMotionDegPerDay: number | null;
  perihelionDistanceAu: number | null;
  /** MJD (TT), 0 to 100000. */
  epochOfPerihelionMjd: number | null;
  /** H for minor planets, M1 for comets, mag. */
  absMag: number | null;
  /** G for minor planets, K1 for comets. */
  slope: number | null;
};

export type OrbitElementName = keyof OrbitElements;

export type OrbitElementField = {
  name: OrbitElementName;
  label: string;
  /** Empty for a pure number. */
  unit: string;
  /** Inclusive limits; `aboveMin` leaves the lower one out. */
  min: number;
  max: number;
  aboveMin?: true;
};

const angle = { unit: "°", min: -360, max: 360 } as const;
const epoch = { unit: "MJD", min: 0, max: 100_000 } as const;

/** Every element with its label, unit and range, in the order of forms and tables. */
export const orbitElementFields: readonly OrbitElementField[] = [
  { name: "epochOfElementsMjd", label: "Epoch of elements", ...epoch },
  { name: "meanAnomalyDeg", label: "Mean anomaly", ...angle },
  { name: "argOfPerihelionDeg", label: "Argument of perihelion", ...angle },
  { name: "longAscNodeDeg", label: "Longitude of ascending node", ...angle },
  { name: "inclinationDeg", label: "Inclination", unit: "°", min: 0, max: 180 },
  { name: "eccentricity", label: "Eccentricity", unit: "", min: 0, max: 100 },
  { name: "semimajorAxisAu", label: "Semimajor axis", unit: "au", min: 0, max: 1e6, aboveMin: true },
  { name: "meanDailyMotionDegPerDay", label: "Mean daily motion", unit: "°/d", min: 0, max: 360 },
  { name: "perihelionDistanceAu", label: "Perihelion distance", unit: "au", min: 0, max: 1e4, aboveMin: true },
  { name: "epochOfPerihelionMjd", label: "Epoch of perihelion", ...epoch },
  { name: "absMag", label: "Absolute magnitude", unit: "mag", min: -50, max: 60 },
  { name: "slope", label: "Slope", unit: "", min: -10, max: 100 },
];

const always: readonly OrbitElementName[] = [
  "epochOfElementsMjd",
  "inclinationDeg",
  "longAscNodeDeg",
  "argOfPerihelionDeg",
  "eccentricity",
];

/** What each scheme cannot do without. */
export const requiredElements: Readonly<Record<OrbitScheme, readonly OrbitElementName[]>> = {
  MPC_MINOR_PLANET: [...always, "meanAnomalyDeg", "semimajorAxisAu"],
  MPC_COMET: [...always, "perihelionDistanceAu", "epochOfPerihelionMjd"],
  JPL_MAJOR_PLANET: [...always, "meanDailyMotionDegPerDay", "meanAnomalyDeg", "semimajorAxisAu"],
};

/** The fields of a form for a scheme: the required ones first, each marked. */
export function elementFields(scheme: OrbitScheme): readonly (OrbitElementField & { required: boolean })[] {
  const required = new Set(requiredElements[scheme]);
  const marked = orbitElementFields.map((field) => ({ ...field, required: required.has(field.name) }));
  return [...marked.filter((field) => field.required), ...marked.filter((field) => !field.required)];
}

const eccentricityMaxOfPlanets = 0.9;

/**
 * What is wrong with a set of elements: element name -> messages; empty when all is well. A missing, null or NaN
 * element counts as not given, 0 as given.
 */
export function checkElements(
  scheme: OrbitScheme,
  elements: Partial<OrbitElements>,
): Partial<Record<OrbitElementName, string[]>> {
  const problems: Partial<Record<OrbitElementName, string[]>> = {};
  for (const field of elementFields(scheme)) {
    const value = elements[field.name];
    const message = problemOf(scheme, field, value === undefined || Number.isNaN(value) ? null : value);
    if (message !== null) problems[field.name] = [message];
  }
  return problems;
}

function problemOf(
  scheme: OrbitScheme,
  field: OrbitElementField & { required: boolean },
  value: number | null,
): string | null {
  if (value === null) return field.required ? `${field.label} is required for ${orbitSchemeLabels[scheme]}` : null;
  if (field.name === "eccentricity" && value > eccentricityMaxOfPlanets && scheme !== "MPC_COMET") {
    return "Eccentricity above 0.9 is for comets: choose the scheme MPC comet";
  }
  const tooLow = field.aboveMin === true ? !(value > field.min) : !(value >= field.min);
  if (!tooLow && value <= field.max) return null;
  const unit = field.unit === "" ? "" : ` ${field.unit}`;
  const low = String(field.min).replace("-", "\u2212");
  return `${field.label} ${String(value).replace("-", "\u2212")} is outside ${low} to ${field.max}${unit}`;
}
