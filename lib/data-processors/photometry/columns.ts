import type { Column } from "../reading/table";

/** What a column of a light curve may be. */
export type Field =
  | "time"
  | "mjd"
  | "jd"
  | "date"
  | "hjd"
  | "bjd"
  | "band"
  | "mag"
  | "magErr"
  | "flux"
  | "fluxErr"
  | "limit"
  | "limitSigma"
  | "isLimit"
  | "unit"
  | "magSystem"
  | "zeroPoint"
  | "telescope"
  | "instrument"
  | "source"
  | "sourceId"
  | "forced"
  | "brightness";

/** Headings as the TOM Toolkit, surveys and people write them: small letters, `_` for blanks, points and hyphens. */
const headings: Readonly<Record<Field, string>> = {
  time: "time obs_time observation_time epoch timestamp t",
  mjd: "mjd observedatmjd obsmjd mjd_obs mjdobs modified_julian_date midpointmjdtai mjd_utc mjd_tai mjd_tt mjd_tdb",
  jd: "jd julian_date jd_utc jd_tai jd_tt jd_tdb",
  date: "date datetime date_obs dateobs obsdate obs_date observedat observed_at ut_date utc isot isoutc date_time",
  hjd: "hjd hjd_utc heliocentric_julian_date",
  bjd: "bjd bjd_tdb barycentric_julian_date",
  band: "filter filt flt f band bandpass passband filtercode filter_name bandname photfilter",
  mag: "magnitude mag brightness m magap mag_auto psfmag magpsf cal_mag mag_cal",
  magErr:
    "error mag_error magnitude_error mag_err magerr e_mag e_magnitude emag dmag dm err sigma brightness_error uncertainty mag_unc mag_sigma merr m_err sigmapsf magerr_auto sigma_mag",
  flux: "flux f_nu fnu fluxnjy flux_njy psfflux ujy flux_ujy flux_mjy flux_jy",
  fluxErr:
    "flux_error flux_err fluxerr e_flux dflux flux_unc flux_sigma flux_uncertainty sigma_flux fluxerrnjy flux_err_njy psffluxerr dujy flux_err_ujy flux_error_ujy flux_err_mjy flux_err_jy",
  limit:
    "limit limiting_magnitude limiting_mag limitmag limit_mag maglimit mag_limit maglim limmag lim_mag limiting_brightness upper_limit_mag ulim diffmaglim mag5sig",
  limitSigma: "limitsigma limit_sigma nsigma n_sigma",
  isLimit: "is_limit upper_limit upperlimit ul islimit nondetection non_detection nondet",
  unit: "unit units mag_unit magnitude_unit brightness_unit flux_unit flux_units",
  magSystem: "magsys magsystem mag_system system photometric_system zpsys",
  zeroPoint: "zp zeropoint zero_point magzp",
  telescope: "telescope tel telescope_name facility observatory",
  instrument: "instrument inst instrument_name camera",
  source: "source source_name survey",
  sourceId: "sourceid source_id candid diasourceid alert_id",
  forced: "forced is_forced",
  brightness: "brightness_kind flux_kind",
};

const fieldOf = new Map<string, Field>();
for (const [field, names] of Object.entries(headings) as [Field, string][]) {
  for (const name of names.split(" ")) fieldOf.set(name, field);
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^#+\s*/, "")
    .replace(/[\s.\-–:]+/g, "_")
    .replace(/^_+|_+$/g, "");

/** A JD from which something was taken off: "HJD-2450000", "JD - 2400000.5". */
const withOffset = /^([mhb]?jd)[\s_]*[-–][\s_]*(24\d{5}(?:\.\d+)?)$/i;

/** IVOA's words, for columns whose name says nothing. */
const ucds: readonly (readonly [start: RegExp, field: Field])[] = [
  [/^time\.epoch/, "time"],
  [/^stat\.error;phot\.mag/, "magErr"],
  [/^stat\.error;phot\.flux/, "fluxErr"],
  [/^phot\.mag/, "mag"],
  [/^phot\.flux/, "flux"],
  [/^(meta\.id;)?instr\.(bandpass|filter)/, "band"],
  [/^instr\.tel/, "telescope"],
];

function fieldOfColumn(column: Column): Field | null {
  const offset = withOffset.exec(column.name);
  const named = fieldOf.get(plain(offset?.[1] ?? column.name));
  if (named) return named;
  const ucd = (column.ucd ?? "").toLowerCase();
  return ucds.find(([start]) => start.test(ucd))?.[1] ?? null;
}

/** Names of fields that a heading alone makes certain: "t", "m" and "f" may be anything. */
export const isPhotometryHeading = (name: string): boolean => withOffset.test(name) || fieldOf.has(plain(name));

export type KnownColumn = Column & {
  index: number;
  /** Added to the values to give the whole JD. */
  addedJd: number;
};

export type Columns = {
  known: Partial<Record<Field, KnownColumn>>;
  /** Not understood, with the name under which their cells are kept. */
  others: readonly { index: number; name: string }[];
};

/** Which column is what. Of two for one field the first counts, and the other is kept as it is. */
export function recogniseColumns(columns: readonly Column[]): Columns {
  const known: Columns["known"] = {};
  const others: { index: number; name: string }[] = [];
  for (const [index, column] of columns.entries()) {
    const field = fieldOfColumn(column);
    if (field === null || known[field]) others.push({ index, name: column.name });
    else {
      const added = Number(withOffset.exec(column.name)?.[2] ?? 0);
      known[field] = { ...column, unit: column.unit ?? unitInName(column.name), index, addedJd: added };
    }
  }
  // ATLAS writes the magnitude of a negative flux with a minus sign; its flux says the same and is right.
  if (known.flux && known.mag && plain(known.mag.name) === "m") {
    others.push(...[known.mag, known.magErr].filter((column) => column !== undefined));
    delete known.mag;
    delete known.magErr;
  }
  return { known, others: others.filter(({ name }) => name !== "").slice(0, 30) };
}

/** "flux_uJy", "uJy", "fluxErrNjy": the unit that a heading ends with. */
const unitInName = (name: string): string | null => /([mnuµμ]?Jy)$/i.exec(name)?.[1] ?? null;
