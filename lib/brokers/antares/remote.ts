import * as z from "zod";
import {
  lenientId,
  lenientNumber,
  lenientSign,
  lenientText,
  neededId,
  neededNumber,
  remoteRows,
} from "../contract-remote";

/** What ANTARES really sends: JSON:API, a light curve as CSV text, alerts with the packet's fields under a prefix. */

/** A list, or the only one of it by itself. */
const texts = z
  .union([z.array(z.unknown()).max(1_000), z.union([z.string(), z.number()]).transform((one) => [one])])
  .nullish()
  .catch(null)
  .transform((list) =>
    (list ?? []).flatMap((one) => {
      const text = lenientText.parse(one);
      return text === null ? [] : [text];
    }),
  );

/** Events by their GraceDB names: bare, or with figures about the sky map. */
const events = z
  .array(z.union([z.string(), z.object({ gracedb_id: z.string() }).transform((event) => event.gracedb_id)]).catch(""))
  .max(1_000)
  .nullish()
  .catch(null)
  .transform((list) => (list ?? []).flatMap((name) => lenientText.parse(name) ?? []));

const neededText = z.union([z.string().min(1).max(200), z.number().int()]).transform(String);

const survey = z
  .object({
    ztf: z.object({ id: texts, ssnamenr: texts }).partial().nullish().catch(null),
    lsst: z.object({ dia_object_id: texts, ss_object_id: texts }).partial().nullish().catch(null),
  })
  .nullish()
  .catch(null);

/** A record of values that may all be missing, and so may it. */
const recordOf = <Shape extends z.ZodRawShape>(shape: Shape) => {
  const record = z.object(shape);
  return z
    .unknown()
    .optional()
    .transform((value) => record.parse(typeof value === "object" && value !== null ? value : {}));
};

const properties = recordOf({
  ztf_object_id: lenientText,
  ztf_ssnamenr: lenientText,
  survey,
  is_corrected: lenientText,
  num_alerts: lenientNumber,
  num_mag_values: lenientNumber,
  newest_alert_id: lenientText,
  newest_alert_magnitude: lenientNumber,
  newest_alert_observation_time: lenientNumber,
  oldest_alert_id: lenientText,
  oldest_alert_observation_time: lenientNumber,
  brightest_alert_magnitude: lenientNumber,
});

export const locus = z.object({
  id: neededId,
  attributes: z.object({
    ra: lenientNumber,
    dec: lenientNumber,
    tags: texts,
    catalogs: texts,
    grav_wave_events: events,
    properties,
    lightcurve: z.string().max(20_000_000).nullish().catch(null),
  }),
});

/** JSON:API allows a link to be an object with its address. */
const link = z
  .union([z.string().max(20_000), z.object({ href: z.string().max(20_000) }).transform(({ href }) => href)])
  .nullish()
  .catch(null);

export const locusPage = z.object({
  data: remoteRows,
  links: z.object({ next: link }).nullish().catch(null),
});

export const locusDocument = z.object({ data: locus });

const alertProperties = recordOf({
  ant_mjd: lenientNumber,
  ant_survey: lenientNumber,
  ant_passband: lenientText,
  ant_mag: lenientNumber,
  ant_magerr: lenientNumber,
  ant_maglim: lenientNumber,
  ztf_isdiffpos: lenientSign,
  ztf_rb: lenientNumber,
  ztf_drb: lenientNumber,
  ztf_ssdistnr: lenientNumber,
  ztf_ssnamenr: lenientText,
  ztf_fid: lenientNumber,
  ztf_magpsf: lenientNumber,
  ztf_sigmapsf: lenientNumber,
  ztf_diffmaglim: lenientNumber,
  lsst_diaSource_psfFlux: lenientNumber,
  lsst_diaSource_psfFluxErr: lenientNumber,
  lsst_diaSource_band: lenientText,
  lsst_diaSource_midpointMjdTai: lenientNumber,
  lsst_diaSource_reliability: lenientNumber,
  lsst_diaSource_ssObjectId: lenientId,
});

export const alert = z.object({
  id: neededText,
  attributes: z.object({
    survey: lenientText,
    mjd: lenientNumber,
    properties: alertProperties,
  }),
});

export const alertPage = z.object({ data: remoteRows });

/** One row of the light curve's CSV, by the names of its header. */
export const curveRow = z.object({
  alert_id: neededText,
  ant_mjd: neededNumber,
  ant_survey: lenientNumber,
  ant_passband: lenientText,
  ant_mag: lenientNumber,
  ant_magerr: lenientNumber,
  ant_maglim: lenientNumber,
  // Of the total brightness; what is "upper" there is the brighter end.
  ant_mag_corrected: lenientNumber,
  ant_magerr_corrected: lenientNumber,
  ant_magulim_corrected: lenientNumber,
  ant_magllim_corrected: lenientNumber,
});

const counts = z.object({ tags: z.record(z.string().max(200), z.unknown()).nullish().catch(null) });

/** Figures of the whole index; its tags are the keys of a record, with how many loci each has. */
export const statistics = z.object({ data: z.object({ attributes: counts }) });

export type Locus = z.infer<typeof locus>;
export type Alert = z.infer<typeof alert>;
export type CurveRow = z.infer<typeof curveRow>;

/** Lines of plain CSV (ANTARES quotes nothing) as records of its header. */
export function curveRecords(csv: string): Record<string, string>[] {
  const [header = "", ...lines] = csv.split(/\r?\n/).filter((line) => line.trim() !== "");
  const names = header.split(",").map((name) => name.trim());
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(names.map((name, index) => [name, cells[index]?.trim() ?? ""]));
  });
}
