import { TomError } from "@/lib/core/errors";
import type { ByteSource } from "../contract";
import { type Hdu, refusedFits } from "./fits-header";
import { bitpixOfForm, numbersIn, type Scaling } from "./fits-numbers";

/** Binary tables of FITS: columns of numbers, one number or an array in a cell. */

export type FitsColumn = {
  name: string;
  unit: string | null;
  /** Numbers in a cell; null when each row has its own count. */
  repeat: number | null;
  /** Null for what holds no numbers: text, logicals, bits, complex numbers. */
  bitpix: number | null;
  scaling: Scaling;
  /** Byte in the row. */
  at: number;
  /** Descriptors of 64 bits. */
  wide: boolean;
};

const columnsAtMost = 999;
const tableAtMost = 128 * 1024 * 1024;
const bytesOfForm: Readonly<Record<string, number>> = {
  L: 1,
  X: 0,
  A: 1,
  B: 1,
  I: 2,
  J: 4,
  K: 8,
  E: 4,
  D: 8,
  C: 8,
  M: 16,
};

export class FitsTable {
  readonly columns: readonly FitsColumn[];
  readonly rows: number;
  readonly #rowBytes: number;
  readonly #heapFrom: number;
  readonly #bytes: Uint8Array;

  constructor(file: ByteSource, hdu: Hdu) {
    const [rowBytes, rows] = hdu.axes;
    if (rowBytes === undefined || rows === undefined || hdu.axes.length !== 2 || hdu.bitpix !== 8)
      throw refusedFits(`Extension ${hdu.index} is not a table that can be read.`);
    if (hdu.dataBytes > tableAtMost) throw new TomError("LIMIT_EXCEEDED", "Tables up to 128 MB can be read.");
    this.#rowBytes = rowBytes;
    this.rows = rows;
    this.columns = columnsOf(hdu, rowBytes);
    this.#heapFrom = hdu.header.number("THEAP") ?? rowBytes * rows;
    this.#bytes = file.read(hdu.dataFrom, hdu.dataBytes);
  }

  /** The first column of one of these names, in the order of the names; letter case does not matter. */
  find(names: readonly string[]): FitsColumn | null {
    const byName = new Map(this.columns.toReversed().map((column) => [column.name.toLowerCase(), column]));
    return names.map((name) => byName.get(name.toLowerCase())).find((column) => column !== undefined) ?? null;
  }

  /** The numbers of one cell. */
  cell(column: FitsColumn, row: number): Float64Array<ArrayBuffer> {
    const from = row * this.#rowBytes + column.at;
    if (column.bitpix === null) return new Float64Array(0);
    if (column.repeat !== null) return numbersIn(this.#bytes, column.bitpix, column.scaling, from, column.repeat);
    const { count, at } = this.#descriptor(column, from);
    return numbersIn(this.#bytes, column.bitpix, column.scaling, at, count);
  }

  /** The bytes of one cell, as they are. */
  bytes(column: FitsColumn, row: number): Uint8Array {
    const from = row * this.#rowBytes + column.at;
    const size = Math.abs(column.bitpix ?? 8) / 8;
    if (column.repeat !== null) return this.#bytes.subarray(from, from + column.repeat * size);
    const { count, at } = this.#descriptor(column, from);
    return this.#bytes.subarray(at, at + count * size);
  }

  /** A column with one number in each cell, from top to bottom. */
  scalars(column: FitsColumn): Float64Array<ArrayBuffer> {
    if (column.bitpix === null || column.repeat !== 1) return new Float64Array(0);
    return numbersIn(this.#bytes, column.bitpix, column.scaling, column.at, this.rows, this.#rowBytes);
  }

  #descriptor(column: FitsColumn, from: number): { count: number; at: number } {
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    const [count, offset] = column.wide
      ? [Number(view.getBigInt64(from)), Number(view.getBigInt64(from + 8))]
      : [view.getInt32(from), view.getInt32(from + 4)];
    const at = this.#heapFrom + offset;
    const end = at + (count * Math.abs(column.bitpix ?? 8)) / 8;
    if (count < 0 || offset < 0 || at < 0 || end > this.#bytes.length)
      throw refusedFits(`The column ${column.name} points outside the table: the file is damaged.`);
    return { count, at };
  }
}

const form = /^\s*(\d*)([PQ]?)([LXBIJKAEDCM])/;

function columnsOf({ header, index }: Hdu, rowBytes: number): FitsColumn[] {
  const wrong = (what: string): TomError => refusedFits(`The table in extension ${index} is wrong: ${what}.`);
  const count = header.number("TFIELDS") ?? 0;
  if (!Number.isInteger(count) || count < 1 || count > columnsAtMost)
    throw wrong(`TFIELDS is ${header.text("TFIELDS") ?? "missing"}`);
  let at = 0;
  const columns = Array.from({ length: count }, (_, position): FitsColumn => {
    const n = position + 1;
    const [, times = "", pointer = "", letter = ""] = form.exec(header.text(`TFORM${n}`) ?? "") ?? [];
    if (letter === "") throw wrong(`TFORM${n} is ${header.text(`TFORM${n}`) ?? "missing"}`);
    const repeat = times === "" ? 1 : Number(times);
    const column = {
      name: header.text(`TTYPE${n}`) ?? `column ${n}`,
      unit: header.text(`TUNIT${n}`),
      repeat: pointer === "" ? repeat : null,
      bitpix: bitpixOfForm[letter] ?? null,
      scaling: scalingOfColumn(header, n, letter),
      at,
      wide: pointer === "Q",
    };
    const bytes =
      pointer === ""
        ? letter === "X"
          ? Math.ceil(repeat / 8)
          : repeat * (bytesOfForm[letter] ?? 0)
        : repeat * (pointer === "Q" ? 16 : 8);
    at += bytes;
    // A pointer without its place in the row has nothing to point with.
    return pointer !== "" && repeat < 1 ? { ...column, bitpix: null, repeat: 0 } : column;
  });
  if (at > rowBytes) throw wrong(`its columns need ${at} bytes a row, and NAXIS1 is ${rowBytes}`);
  return columns;
}

const scalingOfColumn = (header: Hdu["header"], n: number, letter: string): Scaling => ({
  scale: header.number(`TSCAL${n}`) ?? 1,
  zero: header.number(`TZERO${n}`) ?? 0,
  blank: "BIJK".includes(letter) ? header.number(`TNULL${n}`) : null,
});
