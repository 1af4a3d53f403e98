/** Writes small FITS files for tests, in the form of FITS Standard 4.0. */

export type Cards = Readonly<Record<string, string | number | boolean>>;

const block = 2880;

const valueCard = (key: string, value: string | number | boolean): string => {
  const text =
    typeof value === "string"
      ? `'${value.replaceAll("'", "''").padEnd(8)}'`
      : typeof value === "boolean"
        ? (value ? "T" : "F").padStart(20)
        : String(value).padStart(20);
  return key.length > 8
    ? `HIERARCH ${key} = ${text.trim()}`.padEnd(80)
    : `${key.padEnd(8)}= ${text}`.padEnd(80).slice(0, 80);
};

/** Whole blocks of cards as they are, for headers that are wrong on purpose. */
export function headerOf(cards: readonly (readonly [string, string | number | boolean])[], end = true): Uint8Array {
  const text = cards.map(([key, value]) => valueCard(key, value)).join("") + (end ? "END".padEnd(80) : "");
  return new Uint8Array(Buffer.from(text.padEnd(Math.ceil(text.length / block) * block), "latin1"));
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

const filled = (data: Uint8Array): Uint8Array => joined(data, new Uint8Array((block - (data.length % block)) % block));

/** Numbers as big-endian bytes of a BITPIX. */
export function bytesOf(values: ArrayLike<number>, bitpix: number): Uint8Array {
  const size = Math.abs(bitpix) / 8;
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < values.length; index += 1) {
    const [value, at] = [values[index] ?? 0, index * size];
    if (bitpix === 8) view.setUint8(at, value);
    else if (bitpix === 16) view.setInt16(at, value);
    else if (bitpix === 32) view.setInt32(at, value);
    else if (bitpix === 64) view.setBigInt64(at, BigInt(value));
    else if (bitpix === -32) view.setFloat32(at, value);
    else view.setFloat64(at, value);
  }
  return bytes;
}

type ImageParts = {
  axes: readonly number[];
  bitpix: number;
  values: ArrayLike<number>;
  cards?: Cards;
  extension?: boolean;
};

export function imageHdu({ axes, bitpix, values, cards = {}, extension = false }: ImageParts): Uint8Array {
  const header = headerOf([
    extension ? ["XTENSION", "IMAGE"] : ["SIMPLE", true],
    ["BITPIX", bitpix],
    ["NAXIS", axes.length],
    ...axes.map((length, index) => [`NAXIS${index + 1}`, length] as const),
    ...(extension ? [["PCOUNT", 0] as const, ["GCOUNT", 1] as const] : []),
    ...Object.entries(cards),
  ]);
  return joined(header, filled(bytesOf(values, bitpix)));
}

/** A primary header without data. */
export const emptyPrimary = (cards: Cards = {}): Uint8Array => imageHdu({ axes: [], bitpix: 8, values: [], cards });

export type TestColumn = {
  name: string;
  /** TFORM: "D", "100E", "1PD". */
  form: string;
  unit?: string;
  /** One array a row. */
  rows: readonly (ArrayLike<number> | Uint8Array)[];
};

const bitpixOf: Readonly<Record<string, number>> = { B: 8, I: 16, J: 32, K: 64, E: -32, D: -64 };

/** A binary table; columns of form P have their numbers in the heap. */
export function tableHdu(columns: readonly TestColumn[], cards: Cards = {}): Uint8Array {
  const rowCount = columns[0]?.rows.length ?? 0;
  const heap: Uint8Array[] = [];
  let heapLength = 0;
  const cells = Array.from({ length: rowCount }, (_, row) =>
    columns.map(({ form, rows }) => {
      const letter = form.at(-1) ?? "";
      const values = rows[row] ?? [];
      const bytes = values instanceof Uint8Array ? values : bytesOf(values, bitpixOf[letter] ?? 8);
      if (!form.includes("P")) return bytes;
      const pointer = bytesOf([values.length, heapLength], 32);
      heap.push(bytes);
      heapLength += bytes.length;
      return pointer;
    }),
  );
  const rowBytes = cells[0]?.reduce((sum, cell) => sum + cell.length, 0) ?? 0;
  const header = headerOf([
    ["XTENSION", "BINTABLE"],
    ["BITPIX", 8],
    ["NAXIS", 2],
    ["NAXIS1", rowBytes],
    ["NAXIS2", rowCount],
    ["PCOUNT", heapLength],
    ["GCOUNT", 1],
    ["TFIELDS", columns.length],
    ...columns.flatMap(({ name, form, unit }, index) => [
      [`TTYPE${index + 1}`, name] as const,
      [`TFORM${index + 1}`, form] as const,
      ...(unit === undefined ? [] : [[`TUNIT${index + 1}`, unit] as const]),
    ]),
    ...Object.entries(cards),
  ]);
  return joined(header, filled(joined(...cells.flat(), ...heap)));
}

/**
 * Rice coding of integers in its plainest form: every block says "not compressed", and differences follow as they are
 * (FITS Standard 4.0, section 10.4.1).
 */
export function riceOf(values: readonly number[], blocksize = 32): Uint8Array {
  const bits: number[] = [];
  const put = (value: number, count: number): void => {
    for (let bit = count - 1; bit >= 0; bit -= 1) bits.push(Math.floor(value / 2 ** bit) % 2);
  };
  let last = values[0] ?? 0;
  put(last >>> 0, 32);
  for (let from = 0; from < values.length; from += blocksize) {
    put(26, 5);
    for (const value of values.slice(from, from + blocksize)) {
      const difference = value - last;
      put(difference < 0 ? -2 * difference - 1 : 2 * difference, 32);
      last = value;
    }
  }
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [index, bit] of bits.entries())
    if (bit === 1) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (128 >> (index & 7));
  return bytes;
}
