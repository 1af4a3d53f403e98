import { lineGroups, observedWavelength } from "@/lib/astro/spectral-lines";
import type { SpectrumSamples } from "./spectrum-types";
import type { SpectrumState } from "./state";

/** One marked line; `at` in the unit of the spectrum. */
export type Mark = { label: string; at: number };

/** The part of the spectrum that is in sight, in its unit, and how wide that is drawn. */
export type View = { from: number; to: number; widthPx: number };

/** A label that stands upright is as wide as its type is high. */
const labelPx = 13;
/** Labels below each other; more would hide the spectrum. */
const rowsAtMost = 4;

/** Marked lines within the range of the spectrum, from short to long waves. */
export function marksOf(samples: SpectrumSamples, { lines, redshift }: SpectrumState): Mark[] {
  const { medium, wavelength, wavelengthUnit: unit } = samples;
  const [from = 0, to = 0] = [wavelength[0], wavelength.at(-1)];
  return lineGroups
    .filter(({ key }) => lines.includes(key))
    .flatMap((group) =>
      group.lines.flatMap((line, index) => {
        const at = observedWavelength(line, { redshift, telluric: group.telluric ?? false, medium, unit });
        return at === null || at < from || at > to ? [] : [{ label: group.names?.[index] ?? group.label, at }];
      }),
    )
    .sort((a, b) => a.at - b.at);
}

/**
 * Where the labels of marks stand, so that each can be read: lines of one name that lie closer than a label is wide share
 * one, and a label with no room beside its neighbour goes a row deeper. Labels of lines out of sight are left out.
 *
 * @param marks from short to long waves
 * @returns labels with their row, 0 = on top
 */
export function labelsOf(marks: readonly Mark[], { from, to, widthPx }: View): (Mark & { row: number })[] {
  const perPx = (to - from) / widthPx;
  const lastOf = new Map<string, number>();
  const rows: number[] = [];
  const placed: (Mark & { row: number })[] = [];
  for (const { label, at } of marks) {
    if (at < from || at > to) continue;
    const px = (at - from) / perPx;
    const last = lastOf.get(label);
    lastOf.set(label, px);
    if (last !== undefined && px - last < labelPx) continue;
    const free = rows.findIndex((end) => px - end >= labelPx);
    const next = Math.min(rows.length, rowsAtMost);
    const row = free === -1 ? next : free;
    // No room in any row: its line stands without words until somebody looks closer.
    if (row === rowsAtMost) continue;
    rows[row] = px;
    placed.push({ label, at, row });
  }
  return placed;
}
