import type { ByteSource } from "../contract";
import type { Hdu } from "./fits-header";

/** How numbers of FITS lie in bytes: big-endian, scaled, with a value for "undefined". */

export type Scaling = { scale: number; zero: number; blank: number | null };

/** BITPIX of a table column's letter. */
export const bitpixOfForm: Readonly<Record<string, number>> = { B: 8, I: 16, J: 32, K: 64, E: -32, D: -64 };

type Read = (view: DataView, at: number) => number;

const readers: Readonly<Record<number, Read>> = {
  8: (view, at) => view.getUint8(at),
  16: (view, at) => view.getInt16(at),
  32: (view, at) => view.getInt32(at),
  64: (view, at) => Number(view.getBigInt64(at)),
  [-32]: (view, at) => view.getFloat32(at),
  [-64]: (view, at) => view.getFloat64(at),
};

/** `count` numbers from byte `from`, `strideBytes` apart; undefined ones are NaN. */
export function numbersIn(
  bytes: Uint8Array,
  bitpix: number,
  { scale, zero, blank }: Scaling,
  from = 0,
  count = Math.floor((bytes.length * 8) / Math.abs(bitpix)),
  strideBytes = Math.abs(bitpix) / 8,
): Float64Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = readers[bitpix];
  const values = new Float64Array(count);
  if (!read) return values.fill(Number.NaN);
  const plain = scale === 1 && zero === 0;
  for (let index = 0, at = from; index < count; index += 1, at += strideBytes) {
    const raw = read(view, at);
    values[index] = raw === blank ? Number.NaN : plain ? raw : raw * scale + zero;
  }
  return values;
}

function scalingOf({ header, bitpix }: Hdu): Scaling {
  return {
    scale: header.number("BSCALE") ?? 1,
    zero: header.number("BZERO") ?? 0,
    blank: bitpix > 0 ? header.number("BLANK") : null,
  };
}

/** Pixels of a plain image from the `first`, in the order of the file. */
export function pixelsOf(file: ByteSource, hdu: Hdu, first: number, count: number): Float64Array<ArrayBuffer> {
  const size = Math.abs(hdu.bitpix) / 8;
  return numbersIn(file.read(hdu.dataFrom + first * size, count * size), hdu.bitpix, scalingOf(hdu));
}
