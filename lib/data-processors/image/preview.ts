import { encode } from "fast-png";
import { type Preview, previewSide } from "../contract";

/** Pictures made anew from pixels: small, with nothing of the file in them. */

/** Means of square blocks of pixels, so that the picture fits in a preview. */
export class Shrinker {
  readonly width: number;
  readonly height: number;
  readonly #block: number;
  readonly #sums: Float64Array;
  readonly #counts: Uint32Array;

  constructor(
    readonly fullWidth: number,
    readonly fullHeight: number,
    readonly channels = 1,
  ) {
    this.#block = Math.max(1, Math.ceil(Math.max(fullWidth, fullHeight) / previewSide));
    this.width = Math.ceil(fullWidth / this.#block);
    this.height = Math.ceil(fullHeight / this.#block);
    this.#sums = new Float64Array(this.width * this.height * channels);
    this.#counts = new Uint32Array(this.width * this.height);
  }

  /** Rows of the full picture, from `firstRow`, channels of a pixel side by side. NaN is left out of the mean. */
  add(firstRow: number, pixels: ArrayLike<number>): void {
    const { channels, fullWidth } = this;
    const rows = Math.floor(pixels.length / (fullWidth * channels));
    for (let row = 0, at = 0; row < rows; row += 1) {
      const line = Math.floor((firstRow + row) / this.#block) * this.width;
      for (let x = 0; x < fullWidth; x += 1) {
        const cell = line + Math.floor(x / this.#block);
        // An undefined pixel is so in all channels.
        const defined = Number.isFinite(pixels[at]);
        if (defined) this.#counts[cell] = (this.#counts[cell] ?? 0) + 1;
        for (let channel = 0; channel < channels; channel += 1, at += 1) {
          const index = cell * channels + channel;
          if (defined) this.#sums[index] = (this.#sums[index] ?? 0) + (pixels[at] ?? 0);
        }
      }
    }
  }

  /** NaN where no pixel was defined. */
  means(): Float64Array {
    return this.#sums.map((sum, index) => sum / (this.#counts[Math.floor(index / this.channels)] || Number.NaN));
  }
}

/** Of the sorted values: black at one percentile, white at the other. */
const blackAt = 0.02;
const whiteAt = 0.997;
/** How strongly faint light is lifted. */
const softening = 0.08;

/**
 * Grey levels by asinh between percentiles, as astronomers look at the sky: the background dark, faint light lifted,
 * stars not blown. Undefined pixels are black. Null when no pixel is defined.
 */
export function stretched(values: Float64Array): Uint8Array | null {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return null;
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  const black = at(blackAt);
  const range = at(whiteAt) - black || (sorted.at(-1) ?? 0) - black || 1;
  const whole = Math.asinh(1 / softening);
  return Uint8Array.from(values, (value) => {
    const part = Math.min(1, Math.max(0, (value - black) / range));
    return Number.isFinite(part) ? Math.round((255 * Math.asinh(part / softening)) / whole) : 0;
  });
}

/** FITS counts rows from the bottom, pictures from the top. */
export function upsideDown(levels: Uint8Array, width: number): Uint8Array {
  const turned = new Uint8Array(levels.length);
  for (let from = 0; from < levels.length; from += width) {
    turned.set(levels.subarray(from, from + width), levels.length - from - width);
  }
  return turned;
}

export function asPng(levels: Uint8Array, width: number, height: number, channels: 1 | 3): Preview {
  return { png: encode({ data: levels, width, height, channels, depth: 8 }), width, height };
}
