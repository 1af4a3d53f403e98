import type { Measurement } from "@/lib/reduced-data/commands/measurement";

/** A light curve with every column filled that a broker fills: ids of 19 digits, both units, names of instruments. */
export function wideCurve(count: number, seed: number): Measurement[] {
  let state = (seed + 1) * 2_654_435_761;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, (_, index) => {
    const mag = 17 + random() * 4;
    return {
      kind: "detection",
      observedAtMjd: 59_000 + index * 0.5 + random() * 0.01,
      band: index % 2 === 0 ? "g" : "r",
      mag,
      magErr: 0.02 + random() * 0.2,
      fluxNjy: 10 ** ((31.4 - mag) / 2.5),
      fluxErrNjy: 300 + random() * 500,
      limitMag: 20.5 + random() * 0.5,
      limitSigma: 5,
      magSystem: "AB",
      brightness: "difference",
      producer: null,
      negative: false,
      timeReference: "middle",
      originalScale: null,
      originalTime: null,
      telescope: "Palomar 48-inch",
      instrument: "ZTF camera",
      source: "ZTF",
      sourceId: `${2_400_000_000 + seed}${String(100_000_000 + index)}`,
    };
  });
}
