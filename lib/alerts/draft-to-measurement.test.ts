import { expect, it } from "vitest";
import type { PhotometryDraft } from "@/lib/brokers/contract";
import { draftToMeasurement } from "./draft-to-measurement";

const draft: PhotometryDraft = {
  source: "ZTF",
  telescope: null,
  instrument: null,
  observedAtMjd: 58_856,
  timeReference: "start",
  band: "g",
  mag: 17.3,
  magErr: 0.05,
  fluxNjy: null,
  fluxErrNjy: null,
  limitMag: null,
  limitSigma: null,
  magSystem: "AB",
  brightness: "difference",
  forced: false,
  forcedProducer: null,
  negative: false,
  sourceId: "1",
};

it.each([-0.1, -999, 99, Number.NaN, Number.POSITIVE_INFINITY])(
  "an error of %d is none, and its point stays",
  (magErr) => {
    expect(draftToMeasurement({ ...draft, magErr })).toMatchObject({ mag: 17.3, magErr: null });
  },
);

it("an error that a flux has is no sentinel, however large", () => {
  const flux = { fluxNjy: 2, fluxErrNjy: 240, mag: 30.647, magErr: 130.28, forced: true, forcedProducer: "LSST" };
  expect(draftToMeasurement({ ...draft, ...flux })).toMatchObject({ kind: "forced", mag: 30.647, magErr: 130.28 });
  expect(draftToMeasurement({ ...draft, ...flux, magErr: Number.NaN })).toMatchObject({ magErr: null });
});

it("an error of 0 is one", () => {
  expect(draftToMeasurement({ ...draft, magErr: 0 })).toMatchObject({ magErr: 0 });
});

it.each([1e308, Number.NaN, -1e9])("a row of the time %d is none, so that it takes no other along", (observedAtMjd) => {
  expect(draftToMeasurement({ ...draft, observedAtMjd })).toBeNull();
});
