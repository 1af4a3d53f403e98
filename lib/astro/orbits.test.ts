import { describe, expect, it } from "vitest";
import {
  checkElements,
  elementFields,
  type OrbitElements,
  orbitElementFields,
  orbitSchemes,
  requiredElements,
} from "./orbits";

// (1) Ceres, MPC elements for epoch 2020-12-17 (MJD 59200), rounded.
const ceres: Partial<OrbitElements> = {
  epochOfElementsMjd: 59_200,
  meanAnomalyDeg: 247.5,
  argOfPerihelionDeg: 73.7,
  longAscNodeDeg: 80.3,
  inclinationDeg: 10.59,
  eccentricity: 0.078,
  semimajorAxisAu: 2.766,
};
// 1P/Halley at its perihelion of 1986 (MJD 46470.96), rounded.
const halley: Partial<OrbitElements> = {
  epochOfElementsMjd: 46_480,
  argOfPerihelionDeg: 111.87,
  longAscNodeDeg: 58.86,
  inclinationDeg: 162.24,
  eccentricity: 0.9673,
  perihelionDistanceAu: 0.5871,
  epochOfPerihelionMjd: 46_470.96,
};

describe("element schemes", () => {
  it("take what is complete", () => {
    expect(checkElements("MPC_MINOR_PLANET", ceres)).toEqual({});
    expect(checkElements("MPC_COMET", halley)).toEqual({});
    expect(checkElements("JPL_MAJOR_PLANET", { ...ceres, meanDailyMotionDegPerDay: 0.2141 })).toEqual({});
  });

  it("each ask for their own elements", () => {
    const missing = (scheme: (typeof orbitSchemes)[number]): string[] => Object.keys(checkElements(scheme, {})).sort();
    for (const scheme of orbitSchemes) expect(missing(scheme)).toEqual([...requiredElements[scheme]].sort());
    expect(checkElements("MPC_COMET", ceres)).toHaveProperty("perihelionDistanceAu");
    expect(checkElements("MPC_COMET", ceres)).toHaveProperty("epochOfPerihelionMjd");
    expect(checkElements("JPL_MAJOR_PLANET", ceres)).toEqual({
      meanDailyMotionDegPerDay: ["Mean daily motion is required for JPL major planet"],
    });
  });

  it("take 0 as a value, and null or NaN as none", () => {
    const zeros = {
      ...ceres,
      epochOfElementsMjd: 0,
      meanAnomalyDeg: 0,
      argOfPerihelionDeg: 0,
      longAscNodeDeg: 0,
      inclinationDeg: 0,
      eccentricity: 0,
    };
    expect(checkElements("MPC_MINOR_PLANET", zeros)).toEqual({});
    expect(checkElements("MPC_MINOR_PLANET", { ...ceres, meanAnomalyDeg: null })).toHaveProperty("meanAnomalyDeg");
    expect(checkElements("MPC_MINOR_PLANET", { ...ceres, meanAnomalyDeg: Number.NaN })).toHaveProperty(
      "meanAnomalyDeg",
    );
  });

  it("allow an eccentricity above 0.9 only to comets", () => {
    expect(checkElements("MPC_MINOR_PLANET", { ...ceres, eccentricity: 0.9 })).toEqual({});
    expect(checkElements("MPC_MINOR_PLANET", { ...ceres, eccentricity: 0.901 }).eccentricity).toEqual([
      "Eccentricity above 0.9 is for comets: choose the scheme MPC comet",
    ]);
    expect(checkElements("MPC_COMET", { ...halley, eccentricity: 1.2 })).toEqual({});
    expect(checkElements("MPC_COMET", { ...halley, eccentricity: -0.1 }).eccentricity).toEqual([
      "Eccentricity \u22120.1 is outside 0 to 100",
    ]);
  });

  it("keep epochs within MJD 0 to 100000 and sizes above 0", () => {
    expect(checkElements("MPC_COMET", { ...halley, epochOfPerihelionMjd: 2_446_471 }).epochOfPerihelionMjd).toEqual([
      "Epoch of perihelion 2446471 is outside 0 to 100000 MJD",
    ]);
    expect(checkElements("MPC_COMET", { ...halley, epochOfElementsMjd: -1 })).toHaveProperty("epochOfElementsMjd");
    expect(checkElements("MPC_MINOR_PLANET", { ...ceres, semimajorAxisAu: 0 })).toHaveProperty("semimajorAxisAu");
    expect(checkElements("MPC_MINOR_PLANET", { ...ceres, inclinationDeg: 181, absMag: Infinity })).toMatchObject({
      inclinationDeg: [expect.any(String)],
      absMag: [expect.any(String)],
    });
  });

  it("put the required fields first in a form, none lost", () => {
    for (const scheme of orbitSchemes) {
      const fields = elementFields(scheme);
      expect(fields.map(({ name }) => name).sort()).toEqual(orbitElementFields.map(({ name }) => name).sort());
      expect(fields.slice(0, requiredElements[scheme].length).every(({ required }) => required)).toBe(true);
    }
  });
});
