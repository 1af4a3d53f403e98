import { TomError } from "@/lib/core/errors";
import { type PhotometryResult, type Processor, rejectedListed } from "../contract";
import { numberOf } from "../reading/cells";
import { readText } from "../reading/text";
import { scaleOfUpload, timeReader } from "../reading/times";

const nothing = {
  magErr: null,
  fluxNjy: null,
  fluxErrNjy: null,
  limitMag: null,
  limitSigma: null,
  magSystem: null,
  brightness: "total",
  forced: false,
  forcedProducer: null,
  negative: false,
  timeReference: null,
  telescope: "MyTelescope",
  instrument: "MyCamera",
  source: null,
  sourceId: null,
  raw: {},
} as const;

/** Logs of MyCamera: lines of a JD and a magnitude in V, without a heading. */
export const mycamera: Processor<PhotometryResult> = {
  process({ file, timeScale, target }) {
    const { text, notes } = readText(file);
    const times = timeReader({ scale: scaleOfUpload[timeScale], count: "jd", target });
    const result: PhotometryResult = { kind: "photometry", rows: [], rejected: [], rejectedTotal: 0, notes };
    const reject = (row: number, field: string, message: string): void => {
      result.rejectedTotal += 1;
      if (result.rejected.length < rejectedListed) result.rejected.push({ row, field, message });
    };

    for (const [index, line] of text.split("\n").entries()) {
      if (line.trim() === "") continue;
      const [jd = "", mag = ""] = line.trim().split(/\s+/);
      const time = times.read(jd);
      const value = numberOf(mag);
      if ("message" in time) reject(index + 1, "jd", `${time.message}.`);
      else if (value === null || Math.abs(value) > 40) reject(index + 1, "mag", "This is not a magnitude.");
      else result.rows.push({ row: index + 1, draft: { ...time, ...nothing, band: "V", mag: value } });
    }

    if (result.rows.length === 0) throw new TomError("INVALID_INPUT", "No line is a JD and a magnitude.");
    return result;
  },
};
