import * as z from "zod";

/** Everything a person can set on a light curve. All of it stands in the URL, so that a link shows the same view. */
export type LightCurveState = {
  /** Bottom axis: MJD, or days since the first detection. */
  time: "mjd" | "days";
  /** Fold by this period (days); null = do not fold. */
  foldPeriodDays: number | null;
  brightnessAxis: "mag" | "flux" | "abs";
  light: "all" | "difference" | "total";
  bins: "none" | "night";
  /** Least signal-to-noise ratio; null = everything. */
  minSnr: number | null;
  limits: boolean;
  /** Keys of series switched off: survey:band. */
  hidden: readonly string[];
  /** Visible part in plot units [x from, x to, y from, y to]; null = everything. */
  range: PlotRange | null;
};

export type PlotRange = readonly [number, number, number, number];

export const defaultState: LightCurveState = {
  time: "mjd",
  foldPeriodDays: null,
  brightnessAxis: "mag",
  light: "all",
  bins: "none",
  minSnr: null,
  limits: true,
  hidden: [],
  range: null,
};

const positive = z.coerce.number().positive().max(1e6);
const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,12})?$/);
const rangeText = z
  .string()
  .max(200)
  .transform((text) => text.split(","))
  .pipe(z.tuple([decimal, decimal, decimal, decimal]))
  .transform((parts): PlotRange => [Number(parts[0]), Number(parts[1]), Number(parts[2]), Number(parts[3])])
  .refine(([x0, x1, y0, y1]) => x0 < x1 && y0 < y1);

/** Written where the page's own default is a number and a person switched it off. */
const off = "off";
const orOff = <Value>(schema: z.ZodType<Value>) => z.union([z.literal(off).transform(() => null), schema]);

/** What the query string may hold; a parameter that fits none of these counts as not given. */
const fields = {
  time: z.enum(["mjd", "days"]),
  foldPeriodDays: orOff(positive),
  brightnessAxis: z.enum(["mag", "flux", "abs"]),
  light: z.enum(["all", "difference", "total"]),
  bins: z.enum(["none", "night"]),
  minSnr: orOff(positive),
  limits: z.enum(["0", "1"]).transform((flag) => flag === "1"),
  range: rangeText,
} as const;

const hiddenKeys = z.array(z.string().max(300)).max(200);

/** All start with `lc.`, so that they get along with those of the page. */
const parameter = {
  time: "lc.x",
  foldPeriodDays: "lc.fold",
  brightnessAxis: "lc.y",
  light: "lc.light",
  bins: "lc.bin",
  minSnr: "lc.snr",
  limits: "lc.limits",
  hidden: "lc.hide",
  range: "lc.range",
} as const satisfies Record<keyof LightCurveState, `lc.${string}`>;

/**
 * Reads the light curve's part of a query string over `base`, the page's own default. Never fails: each parameter falls
 * back alone, so that one bad value in a pasted link does not lose the rest.
 */
export function parseLightCurveState(search: URLSearchParams, base: LightCurveState = defaultState): LightCurveState {
  const read = <Name extends keyof typeof fields>(name: Name): LightCurveState[Name] => {
    const text = search.get(parameter[name]);
    const parsed = text === null || text === "" ? null : fields[name].safeParse(text);
    return parsed?.success ? (parsed.data as LightCurveState[Name]) : base[name];
  };
  const hidden = search.has(parameter.hidden) ? hiddenKeys.safeParse(search.getAll(parameter.hidden)) : null;
  return {
    time: read("time"),
    foldPeriodDays: read("foldPeriodDays"),
    brightnessAxis: read("brightnessAxis"),
    light: read("light"),
    bins: read("bins"),
    minSnr: read("minSnr"),
    limits: read("limits"),
    hidden: hidden?.success ? hidden.data.filter((key) => key !== "") : base.hidden,
    range: read("range"),
  };
}

const significant = (value: number): string => String(Number(value.toPrecision(9)));
const decimals = (value: number): string => value.toFixed(6).replace(/\.?0+$/, "");

/** Writes the state into a copy of the query string; what equals `base` is left out, foreign parameters stay. */
export function writeLightCurveState(
  state: LightCurveState,
  search: URLSearchParams,
  base: LightCurveState = defaultState,
): URLSearchParams {
  const next = new URLSearchParams(search);
  const put = (name: keyof typeof parameter, value: string, isBase: boolean) => {
    if (isBase) next.delete(parameter[name]);
    else next.set(parameter[name], value);
  };
  for (const name of ["time", "brightnessAxis", "light", "bins"] as const) {
    put(name, state[name], state[name] === base[name]);
  }
  for (const name of ["foldPeriodDays", "minSnr"] as const) {
    const value = state[name];
    put(name, value === null ? off : significant(value), value === base[name]);
  }
  put("limits", state.limits ? "1" : "0", state.limits === base.limits);
  put("range", state.range?.map(decimals).join(",") ?? "", state.range === null);
  next.delete(parameter.hidden);
  const sameHidden =
    state.hidden.length === base.hidden.length && state.hidden.every((key) => base.hidden.includes(key));
  if (!sameHidden) for (const key of state.hidden.length > 0 ? state.hidden : [""]) next.append(parameter.hidden, key);
  return next;
}

/** Whether a change moves the points, so that the visible range of before means nothing any more. */
export const changesScale = (before: LightCurveState, after: LightCurveState): boolean =>
  before.time !== after.time ||
  before.foldPeriodDays !== after.foldPeriodDays ||
  before.brightnessAxis !== after.brightnessAxis;
