import { TomError } from "@/lib/core/errors";
import type { ByteSource } from "../contract";
import { type FitsHeader, type Hdu, hdusOf, refusedFits } from "./fits-header";
import { pixelsOf } from "./fits-numbers";
import { FitsTable } from "./fits-table";
import { decodeTile, gunzipped, type TileCoding, tileAlgorithms } from "./fits-tiles";

/** Two-dimensional images of FITS, plain or tile-compressed. */

export type FitsImage = {
  hdu: Hdu;
  /** Of the file, from which an extension inherits what it does not say itself. */
  primary: FitsHeader;
  width: number;
  height: number;
  /** How many planes there are in all; the first is read. */
  planes: number;
  /** Calls back with rows from the bottom to the top of the picture; undefined pixels are NaN. */
  eachBand(visit: (firstRow: number, pixels: Float64Array) => void): Promise<void>;
};

type Found = Omit<FitsImage, "primary">;

/** Of a compressed image, which is unpacked whole. */
const compressedAtMost = 40_000_000;
const sideAtMost = 200_000;
const bandAtMost = 1_000_000;

/** The first image with two axes. @throws TomError when there is none, or the file is damaged before it */
export function firstImage(file: ByteSource): FitsImage {
  let primary: FitsHeader | null = null;
  for (const hdu of hdusOf(file)) {
    primary ??= hdu.header;
    const image =
      hdu.kind === "image"
        ? plainImage(file, hdu)
        : hdu.kind === "table" && hdu.header.truth("ZIMAGE")
          ? compressedImage(file, hdu)
          : null;
    if (image) return { ...image, primary };
  }
  throw refusedFits("The FITS file holds no image with two axes.");
}

function sizeOf(axes: readonly number[]): { width: number; height: number; planes: number } | null {
  const [width = 0, height = 0, ...rest] = axes;
  const planes = rest.reduce((product, length) => product * length, 1);
  if (width < 2 || height < 2 || planes < 1) return null;
  if (width > sideAtMost || height > sideAtMost)
    throw new TomError(
      "LIMIT_EXCEEDED",
      `The image has ${width} × ${height} pixels; at most ${sideAtMost} on a side can be read.`,
    );
  return { width, height, planes };
}

function plainImage(file: ByteSource, hdu: Hdu): Found | null {
  const size = sizeOf(hdu.axes);
  if (size === null) return null;
  const { width, height } = size;
  const rows = Math.max(1, Math.floor(bandAtMost / width));
  return {
    hdu,
    ...size,
    async eachBand(visit) {
      for (let row = 0; row < height; row += rows) {
        visit(row, pixelsOf(file, hdu, row * width, Math.min(rows, height - row) * width));
      }
    },
  };
}

function compressedImage(file: ByteSource, hdu: Hdu): Found | null {
  const { header } = hdu;
  const count = header.number("ZNAXIS") ?? 0;
  const axis = (name: string, otherwise: (n: number) => number): number[] =>
    Array.from(
      { length: Math.min(9, Math.max(0, count)) },
      (_, at) => header.number(`${name}${at + 1}`) ?? otherwise(at),
    );
  const axes = axis("ZNAXIS", () => 0);
  const size = axes.every((length) => Number.isInteger(length) && length >= 0) ? sizeOf(axes) : null;
  if (size === null) return null;
  const { width, height } = size;
  if (width * height > compressedAtMost)
    throw new TomError(
      "LIMIT_EXCEEDED",
      "The compressed image is larger than 40 megapixels: unpack it with funpack first.",
    );
  const [tileWidth = 0, tileHeight = 0] = axis("ZTILE", (at) => (at === 0 ? width : 1));
  const whole = [tileWidth, tileHeight].every((length) => Number.isInteger(length) && length >= 1);
  if (!whole || tileWidth > width || tileHeight > height)
    throw refusedFits("The tiles of the compressed image are not within it.");
  const coding = codingOf(hdu);
  return {
    hdu,
    ...size,
    eachBand: (visit) =>
      eachTileBand(new FitsTable(file, hdu), hdu, coding, { width, height, tileWidth, tileHeight }, visit),
  };
}

function codingOf({ header }: Hdu): TileCoding {
  const algorithm = header.text("ZCMPTYPE") ?? "";
  if (!tileAlgorithms.includes(algorithm))
    throw refusedFits("The image is compressed in a way that is not read here: unpack it with funpack first.");
  const parameters = new Map<string, number>();
  for (let n = 1; n <= 20; n += 1) {
    const name = header.text(`ZNAME${n}`);
    const value = header.number(`ZVAL${n}`);
    if (name !== null && /^[A-Z]{1,10}$/.test(name) && value !== null) parameters.set(name, value);
  }
  return { algorithm, bitpix: header.number("ZBITPIX") ?? 32, parameters };
}

type Tiling = { width: number; height: number; tileWidth: number; tileHeight: number };

/** One row of tiles after the other, as bands of pixels. */
async function eachTileBand(
  table: FitsTable,
  hdu: Hdu,
  coding: TileCoding,
  { width, height, tileWidth, tileHeight }: Tiling,
  visit: (firstRow: number, pixels: Float64Array) => void,
): Promise<void> {
  const decode = tileDecoder(table, hdu, coding);
  const across = Math.ceil(width / tileWidth);
  for (let top = 0; top < height; top += tileHeight) {
    const rows = Math.min(tileHeight, height - top);
    const band = new Float64Array(width * rows).fill(Number.NaN);
    for (let column = 0; column < across; column += 1) {
      const left = column * tileWidth;
      const columns = Math.min(tileWidth, width - left);
      const values = await decode(Math.floor(top / tileHeight) * across + column, columns, rows);
      for (let row = 0; row < rows; row += 1) {
        for (let x = 0; x < columns; x += 1) band[row * width + left + x] = values[row * columns + x] ?? Number.NaN;
      }
    }
    visit(top, band);
  }
}

/** What cfitsio writes for an exact zero in a quantised image. */
const exactZero = -2_147_483_646;

/**
 * Tiles as physical values. The dither of quantised images is not taken off: it is half a step of the noise, which no
 * preview shows.
 */
function tileDecoder(table: FitsTable, { header }: Hdu, coding: TileCoding) {
  const column = (name: string) => table.find([name]);
  const [data, fallback, raw] = [
    column("COMPRESSED_DATA"),
    column("GZIP_COMPRESSED_DATA"),
    column("UNCOMPRESSED_DATA"),
  ];
  const [scales, zeros, blanks] = [column("ZSCALE"), column("ZZERO"), column("ZBLANK")].map(
    (one) => one && table.scalars(one),
  );
  const blank = header.number("ZBLANK") ?? (coding.bitpix > 0 ? header.number("BLANK") : null);
  const isQuantised = coding.bitpix < 0 && (scales ?? null) !== null;
  const stored = isQuantised ? { ...coding, bitpix: 32 } : coding;
  return async (tile: number, width: number, height: number): Promise<Float64Array> => {
    const values = new Float64Array(width * height).fill(Number.NaN);
    if (tile >= table.rows) return values;
    try {
      const bytes = data ? table.bytes(data, tile) : new Uint8Array(0);
      if (bytes.length > 0) {
        const numbers = await decodeTile(bytes, stored, width, height);
        const scale = scales?.[tile] ?? header.number("BSCALE") ?? 1;
        const zero = zeros?.[tile] ?? header.number("BZERO") ?? 0;
        const none = blanks?.[tile] ?? blank;
        for (let at = 0; at < values.length; at += 1) {
          const number = numbers[at] ?? Number.NaN;
          values[at] = number === none ? Number.NaN : isQuantised && number === exactZero ? 0 : number * scale + zero;
        }
        return values;
      }
      const packed = fallback ? table.bytes(fallback, tile) : new Uint8Array(0);
      if (packed.length > 0) values.set(gunzipped(packed, coding.bitpix, values.length));
      else if (raw) values.set(table.cell(raw, tile).subarray(0, values.length));
      return values;
    } catch (error) {
      if (error instanceof TomError) throw error;
      throw refusedFits("The compressed image is damaged: a part of it cannot be unpacked.", error);
    }
  };
}
