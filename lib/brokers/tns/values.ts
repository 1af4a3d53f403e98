import * as z from "zod";
import { readJson } from "@/lib/http/get-json";
import type { Choice } from "../contract";
import { type Account, userAgentOf } from "./client";
import { manifest } from "./query";
import { envelope } from "./remote";

/** The lists of the TNS: its numbers for types, groups, filters, instruments. They change seldom. */

const daySeconds = 86_400;

/** A list is an object by number, or an array whose place is the number. */
const list = z
  .union([
    z.record(z.string().max(20), z.union([z.string().max(300), z.number()])),
    z.array(z.union([z.string().max(300), z.number(), z.null()])).max(10_000),
  ])
  .nullish()
  .catch(null)
  .transform((entries): Choice[] =>
    Object.entries(entries ?? {}).flatMap(([value, name]) =>
      name === null || String(name).trim() === "" ? [] : [{ value, label: String(name).trim() }],
    ),
  );

const valuesShape = z.object({
  at_types: list,
  objtypes: list,
  spectra_types: list,
  groups: list,
  instruments: list,
  archives: list,
  filters: list,
});

export type TnsValues = z.infer<typeof valuesShape>;

export const noValues: TnsValues = {
  at_types: [],
  objtypes: [],
  spectra_types: [],
  groups: [],
  instruments: [],
  archives: [],
  filters: [],
};

/** @throws TomError UPSTREAM_FAILED */
export async function loadValues({ http, baseUrl, bot }: Account): Promise<TnsValues> {
  const reply = await http.request({
    url: `${baseUrl}/api/get/values/`,
    headers: { "user-agent": userAgentOf(bot) },
    expect: "json",
    cacheS: daySeconds,
  });
  return readJson(reply, manifest.name, envelope.extend({ data: valuesShape })).data;
}

const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, "");

const numberOf = (choices: readonly Choice[], names: readonly string[]): string | undefined => {
  for (const name of names) {
    const found = choices.find(({ label }) => plain(label) === plain(name));
    if (found) return found.value;
  }
  return undefined;
};

export const groupNumber = (values: TnsValues, name: string): string | undefined => numberOf(values.groups, [name]);

/** The number of a class: "SNIa", "SN Ia" and "sn_ia" are one. */
export const typeNumber = (values: TnsValues, className: string): string | undefined =>
  numberOf(values.objtypes, [className]);

type Measured = { source: string; band: string; instrument: string | null; telescope: string | null };

type SurveyNumbers = { instrument?: string; filters: Readonly<Record<string, string>> };

/** Numbers that are known of surveys; used where the list has them too. */
const surveyNumbers: Readonly<Record<string, SurveyNumbers>> = {
  ZTF: { instrument: "196", filters: { g: "110", r: "111", i: "112" } },
  ATLAS: {
    filters: { c: "71", cyan: "71", "cyan-ATLAS": "71", o: "72", orange: "72", "orange-ATLAS": "72" },
  },
  LSST: { instrument: "287", filters: { u: "160", g: "161", r: "162", i: "163", z: "164", y: "165" } },
};

/** A number that the list has; any, while the list could not be had. */
export const inList = (choices: readonly Choice[], number: string | undefined): string | undefined =>
  choices.length === 0 || choices.some(({ value }) => value === number) ? number : undefined;

/** The filter's number; undefined when a person has to choose. Sloan is what an unnamed u g r i z mostly is. */
export function filterNumber(values: TnsValues, { source, band }: Measured): string | undefined {
  const ofSurvey = inList(values.filters, surveyNumbers[source]?.filters[band]);
  if (ofSurvey !== undefined || surveyNumbers[source])
    return ofSurvey ?? numberOf(values.filters, [`${band}-${source}`]);
  const names = [`${band}-${source}`, band, ...(/^[ugriz]$/.test(band) ? [`${band}-Sloan`] : [])];
  return numberOf(values.filters, names);
}

/** The instrument's number, by survey, by its own name, or by "telescope - instrument" as the list writes it. */
export function instrumentNumber(values: TnsValues, measured: Measured): string | undefined {
  const { source, instrument, telescope } = measured;
  const ofSurvey = inList(values.instruments, surveyNumbers[source]?.instrument);
  if (ofSurvey !== undefined || instrument === null) return ofSurvey;
  const whole = telescope === null ? [] : [`${telescope} - ${instrument}`];
  const exact = numberOf(values.instruments, [...whole, instrument]);
  if (exact !== undefined) return exact;
  const ending = values.instruments.filter(({ label }) => plain(label).endsWith(plain(instrument)));
  return ending.length === 1 ? ending[0]?.value : undefined;
}
