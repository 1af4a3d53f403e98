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

/** Query parameters of the light curve start with this, so that they get along with those of the page. */
export const lightCurveQueryPrefix = "lc.";

const positive = z.coerce.number().positive().max(1e6).nullable().catch(null);
const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,12})?$/);
const rangeText = z
  .string()
  .max(200)
  .transform((text) => text.split(","))
  .pipe(z.tuple([decimal, decimal, decimal, decimal]))
  .transform((parts): PlotRange => [Number(parts[0]), Number(parts[1]), Number(parts[2]), Number(parts[3])])
  .refine(([x0, x1, y0, y1]) => x0 < x1 && y0 < y1);

/** Each field falls back alone: one bad parameter in a pasted link does not lose the rest. */
const query = z.object({
  time: z.enum(["mjd", "days"]).catch(defaultState.time),
  foldPeriodDays: positive,
  brightnessAxis: z.enum(["mag", "flux", "abs"]).catch(defaultState.brightnessAxis),
  light: z.enum(["all", "difference", "total"]).catch(defaultState.light),
  bins: z.enum(["none", "night"]).catch(defaultState.bins),
  minSnr: positive,
  limits: z
    .literal("0")
    .transform(() => false)
    .catch(true),
  hidden: z.array(z.string().max(300)).max(200).catch([]),
  range: rangeText.nullable().catch(null),
});

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
} as const satisfies Record<keyof LightCurveState, `${typeof lightCurveQueryPrefix}${string}`>;

/** Reads the light curve's part of a query string. Never fails: what makes no sense counts as not given. */
export function parseLightCurveState(search: URLSearchParams): LightCurveState {
  const get = (name: keyof typeof parameter) => search.get(parameter[name]);
  return query.parse({
    time: get("time"),
    foldPeriodDays: get("foldPeriodDays") || null,
    brightnessAxis: get("brightnessAxis"),
    light: get("light"),
    bins: get("bins"),
    minSnr: get("minSnr") || null,
    limits: get("limits"),
    hidden: search.getAll(parameter.hidden),
    range: get("range"),
  });
}

const shortNumber = (value: number): string => String(Number(value.toPrecision(9)));

/** Writes the state into a copy of the query string; what is default is left out, other parameters stay as they are. */
export function writeLightCurveState(state: LightCurveState, search: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(search);
  const put = (name: keyof typeof parameter, value: string | null) => {
    if (value === null) next.delete(parameter[name]);
    else next.set(parameter[name], value);
  };
  const choice = (name: "time" | "brightnessAxis" | "light" | "bins") =>
    put(name, state[name] === defaultState[name] ? null : state[name]);
  choice("time");
  choice("brightnessAxis");
  choice("light");
  choice("bins");
  put("foldPeriodDays", state.foldPeriodDays === null ? null : shortNumber(state.foldPeriodDays));
  put("minSnr", state.minSnr === null ? null : shortNumber(state.minSnr));
  put("limits", state.limits ? null : "0");
  put("range", state.range === null ? null : state.range.map(shortDecimal).join(","));
  next.delete(parameter.hidden);
  for (const key of state.hidden) next.append(parameter.hidden, key);
  return next;
}

const shortDecimal = (value: number): string => value.toFixed(6).replace(/\.?0+$/, "");

/** Whether a change moves the points, so that the visible range of before means nothing any more. */
export const changesScale = (before: LightCurveState, after: LightCurveState): boolean =>
  before.time !== after.time ||
  before.foldPeriodDays !== after.foldPeriodDays ||
  before.brightnessAxis !== after.brightnessAxis;
