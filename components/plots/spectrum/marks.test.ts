import { describe, expect, it } from "vitest";
import { labelsOf, marksOf } from "./marks";
import type { SpectrumSamples } from "./spectrum-types";

const view = { from: 3000, to: 9000, widthPx: 600 };
const at = (label: string, wavelength: number) => ({ label, at: wavelength });

describe("labels of marked lines", () => {
  it("stand on top where there is room", () => {
    expect(labelsOf([at("Hβ", 4861), at("Hα", 6563)], view).map(({ row }) => row)).toEqual([0, 0]);
  });

  it("are written once for lines of one name that are closer than a label is wide", () => {
    const close = [at("Ca II", 3934), at("Ca II", 3968), at("Ca II", 8498), at("Ca II", 8542), at("Ca II", 8662)];
    expect(labelsOf(close, view)).toEqual([
      { label: "Ca II", at: 3934, row: 0 },
      { label: "Ca II", at: 8498, row: 0 },
    ]);
  });

  it("go a row deeper beside a neighbour of another name", () => {
    const placed = labelsOf([at("Ca II", 3968), at("He I", 3989), at("Hδ", 4101)], view);
    expect(placed.map(({ label, row }) => [label, row])).toEqual([
      ["Ca II", 0],
      ["He I", 1],
      ["Hδ", 0],
    ]);
  });

  it("come apart when somebody looks closer, and only those in sight are written", () => {
    const close = [at("Ca II", 3934), at("Ca II", 3968), at("Hα", 6563)];
    expect(labelsOf(close, { from: 3900, to: 4000, widthPx: 600 }).map((label) => label.at)).toEqual([3934, 3968]);
  });

  it("never stand on each other, however many lines are marked", () => {
    const crowd = Array.from({ length: 60 }, (_, index) => at(`line ${index}`, 4000 + index * 10));
    const placed = labelsOf(crowd, view);
    for (const one of placed) {
      const beside = placed.filter((other) => other !== one && other.row === one.row);
      expect(beside.every((other) => Math.abs(other.at - one.at) >= 130)).toBe(true);
    }
  });
});

describe("marked lines", () => {
  const samples = {
    wavelength: [4000, 9000],
    wavelengthUnit: "Angstrom",
    medium: "air",
  } as unknown as SpectrumSamples;

  it("of hydrogen are called by their own names, and stand from short to long waves", () => {
    const marks = marksOf(samples, { redshift: 0, window: 1, lines: ["H"] });
    expect(marks.map(({ label }) => label)).toEqual(["Hδ", "Hγ", "Hβ", "Hα"]);
  });

  it("are those within the spectrum at its redshift", () => {
    const marks = marksOf(samples, { redshift: 0.5, window: 1, lines: ["H"] });
    expect(marks.map(({ label }) => label)).toEqual(["Hδ", "Hγ", "Hβ"]);
  });
});
