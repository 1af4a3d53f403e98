import type { DraftTime, ProcessRequest, UploadTimeScale } from "../contract";
import { textOf } from "./cells";
import { scaleOfUpload, timeReader } from "./times";

/** What a header says of its observation, whether of FITS or in the comments of a text. */

export type Words = (key: string) => string | null;

/** The first of the keywords that has a value, as text. */
export function firstOf(words: Words, keys: readonly string[], most = 120): string | null {
  for (const key of keys) {
    const text = textOf(words(key) ?? "", most);
    if (text !== null) return text;
  }
  return null;
}

/** Seconds; null when absent or impossible. */
export function exposureOf(words: Words): number | null {
  const text = firstOf(words, ["EXPTIME", "EXPOSURE", "EXPOSURE_TIME", "EXP_TIME", "TEXPTIME", "EXPTOT", "ITIME"]);
  const seconds = text === null ? Number.NaN : Number.parseFloat(text);
  return seconds >= 0 && seconds <= 1e8 ? seconds : null;
}

type Options = { timeScale: UploadTimeScale; target: ProcessRequest["target"] };

const clockKeys = ["TIME-OBS", "UTC-OBS", "UTSTART", "UT", "UTC", "UTMIDDLE"];
const dateKeys = ["DATE-OBS", "DATE_OBS", "DATEOBS", "OBS-DATE", "OBS_DATE", "OBSDATE", "DATE-BEG"];
const mjdKeys = ["MJD-OBS", "MJD_OBS", "MJDOBS", "MJD-BEG", "MJD", "MJD-AVG"];

/** When it was observed: the header's scale if it says one (TIMESYS), else the one chosen at upload. */
export function observedOf(words: Words, { timeScale, target }: Options): DraftTime | null {
  const said = (words("TIMESYS") ?? "").toUpperCase().trim();
  const scale = said === "UTC" || said === "TAI" || said === "TT" || said === "TDB" ? said : scaleOfUpload[timeScale];
  // Without a place, heliocentric times stay unread; a spectrum without its time is better than none.
  if ((scale === "HJD" || scale === "BJD_TDB") && target.raDeg === null) return null;
  const days = timeReader({ scale, count: "any", target });
  const julian = timeReader({ scale, count: "jd", target });
  const tried = (reader: typeof days, text: string | null): DraftTime | null => {
    const time = text === null ? null : reader.read(text);
    return time === null || "message" in time ? null : time;
  };
  const date = modernDate(firstOf(words, dateKeys));
  const mjd = tried(days, firstOf(words, mjdKeys));
  if (date !== null && /^\d{4}-\d\d-\d\d$/.test(date)) {
    const clock = /^(\d\d?:\d\d(:\d\d(\.\d+)?)?)$/.exec(firstOf(words, clockKeys) ?? "")?.[1];
    // A day alone is its midnight, which a time that is really known improves on.
    const whole = clock === undefined ? null : tried(days, `${date}T${clock.padStart(5, "0")}`);
    return whole ?? mjd ?? tried(days, date);
  }
  return tried(days, date) ?? mjd ?? tried(julian, firstOf(words, ["JD", "JD-OBS", "JD_OBS"]));
}

/** The form of before 1999, "31/12/95", as the one of today. */
function modernDate(text: string | null): string | null {
  const [, day, month, year] = /^(\d\d)\/(\d\d)\/(\d\d)$/.exec(text ?? "") ?? [];
  return year === undefined ? text : `19${year}-${month}-${day}`;
}
