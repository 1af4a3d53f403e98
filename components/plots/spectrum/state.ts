import * as z from "zod";
import { lineGroups } from "@/lib/astro/spectral-lines";

/** Everything a person can set on a spectrum. All of it stands in the URL, so that a link shows the same view. */
export type SpectrumState = {
  /** For the line markers. */
  redshift: number;
  /** Samples of the running mean; 1 = none. */
  window: number;
  /** Keys of the line groups that are marked. */
  lines: readonly string[];
};

export const windows = [1, 3, 7, 15, 31] as const;

const redshift = z.coerce.number().min(-0.1).max(20);
const window = z.coerce.number().refine((value) => windows.some((one) => one === value));
const known = new Set(lineGroups.map(({ key }) => key));

/** All start with `sp.`, so that they get along with those of the page. */
const parameter = { redshift: "sp.z", window: "sp.smooth", lines: "sp.lines" } as const;

/** Reads the spectrum's part of a query string over `base`; what is not understood falls back alone. */
export function parseSpectrumState(search: URLSearchParams, base: SpectrumState): SpectrumState {
  const read = <Value>(name: keyof typeof parameter, type: z.ZodType<Value>, otherwise: Value): Value => {
    const text = search.get(parameter[name]);
    const parsed = text === null || text === "" ? null : type.safeParse(text);
    return parsed?.success ? parsed.data : otherwise;
  };
  const lines = search.get(parameter.lines);
  return {
    redshift: read("redshift", redshift, base.redshift),
    window: read("window", window, base.window),
    lines: lines === null ? base.lines : lines.split(",").filter((key) => known.has(key)),
  };
}

/** Writes the state into a copy of the query string; what equals `base` is left out, foreign parameters stay. */
export function writeSpectrumState(
  state: SpectrumState,
  search: URLSearchParams,
  base: SpectrumState,
): URLSearchParams {
  const next = new URLSearchParams(search);
  const put = (name: keyof typeof parameter, value: string, isBase: boolean) => {
    if (isBase) next.delete(parameter[name]);
    else next.set(parameter[name], value);
  };
  put("redshift", String(Number(state.redshift.toPrecision(8))), state.redshift === base.redshift);
  put("window", String(state.window), state.window === base.window);
  put("lines", state.lines.join(","), state.lines.join(",") === base.lines.join(","));
  return next;
}
