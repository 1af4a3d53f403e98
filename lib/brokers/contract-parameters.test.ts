import { describe, expect, it } from "vitest";
import { isTomError } from "@/lib/core/errors";
import { queryForm } from "./alerce/query";
import { isOffered, parametersFromText, resolveParameters } from "./contract-parameters";
import { parseParameters } from "./contract-parse";

function fieldErrorsOf(parameters: unknown): Record<string, string[]> {
  try {
    parseParameters(queryForm, parameters);
  } catch (error) {
    if (isTomError(error)) return error.fieldErrors ?? {};
  }
  return {};
}

const cone = { raDeg: 10, decDeg: 10, radiusArcsec: 10 };

describe("query parameters", () => {
  it("name an unknown field", () => {
    expect(fieldErrorsOf({ oid: "x", survey: "ztf" })).toEqual({ oid: ["There is no field 'oid'."] });
    expect(fieldErrorsOf(null)).toHaveProperty([""]);
  });

  it.each([
    [{ ...cone, raDeg: 400 }, "raDeg", "RA is between 0 and 360 degrees."],
    [{ ...cone, decDeg: 91 }, "decDeg", "Dec is between −90 and 90 degrees."],
    [{ ...cone, decDeg: Number.NaN }, "decDeg", "Dec is a number of degrees."],
    [{ ...cone, raDeg: "nonsense" }, "raDeg", "RA is a number of degrees."],
    [{ ...cone, radiusArcsec: 0 }, "radiusArcsec", "The radius is more than 0 arcsec."],
    [{ ...cone, radiusArcsec: Number.POSITIVE_INFINITY }, "radiusArcsec", "The radius is a number of arcseconds."],
    [{ raDeg: 0, decDeg: 0 }, "radiusArcsec", "A cone needs RA, Dec and radius together."],
    [{ detectionsMin: 5, detectionsMax: 4 }, "detectionsMax", "The upper bound lies below the lower one."],
    [{ firstAfter: "P1D", firstBefore: "P3D" }, "firstBefore", "The upper bound lies below the lower one."],
    [
      { newestAfter: "yesterday" },
      "newestAfter",
      "Write a time as 2026-01-31T00:00:00Z (UTC), or a duration before now as P3D.",
    ],
    [{ maxAlerts: 5001 }, "maxAlerts", "At most 5000 alerts."],
    [{ scoreMin: 1.5 }, "scoreMin", "The score is between 0 and 1."],
  ])("refuse %j on its field", (parameters, field, message) => {
    expect(fieldErrorsOf(parameters)).toEqual({ [field]: [message] });
  });

  it("take zero for a value", () => {
    const zeros = { raDeg: 0, decDeg: 0, radiusArcsec: 1, scoreMin: 0, detectionsMin: 0, detectionsMax: 0 };
    expect(parseParameters(queryForm, zeros)).toMatchObject(zeros);
  });

  it("resolve durations and dates to instants, the same a second time", () => {
    const now = new Date("2026-03-01T12:00:00Z");
    const once = resolveParameters({ firstAfter: "P3D", newestBefore: "2026-02-01", objectId: "P3D" }, now);
    expect(once).toEqual({
      firstAfter: "2026-02-26T12:00:00.000Z",
      newestBefore: "2026-02-01T00:00:00.000Z",
      objectId: "P3D",
    });
    expect(resolveParameters(once, new Date("2030-01-01T00:00:00Z"))).toEqual(once);
  });

  it("come from a form's text: empty is absent, 0 and a minus sign of print are numbers, nonsense is refused", () => {
    const text = {
      survey: "ztf",
      raDeg: " 0 ",
      decDeg: "\u22120.5",
      radiusArcsec: "10",
      objectId: "",
      scoreMin: "half",
    };
    const parameters = parametersFromText(queryForm.groups, text);
    expect(parameters).toEqual({ survey: "ztf", raDeg: 0, decDeg: -0.5, radiusArcsec: 10, scoreMin: Number.NaN });
    expect(fieldErrorsOf(parameters)).toEqual({ scoreMin: ["The score is a number."] });
  });

  it("of fields that are not offered are not read, and an empty select stands for its default", () => {
    const { groups } = queryForm;
    expect(isOffered({ survey: "ztf" }, groups, {})).toBe(true);
    expect(isOffered({ survey: ["lsst", "ztf"], className: "SN" }, groups, { survey: "", className: "SN" })).toBe(true);
    expect(isOffered({ survey: "ztf" }, groups, { survey: "lsst" })).toBe(false);
    const text = { survey: "lsst", classifierVersion: "left from ZTF", objectId: "1" };
    expect(parametersFromText(groups, text)).toEqual({ survey: "lsst", objectId: "1" });
  });
});
