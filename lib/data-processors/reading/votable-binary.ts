import { TomError } from "@/lib/core/errors";

/** The rows of a VOTable in its serialisations BINARY and BINARY2 (VOTable 1.5, section 5.3): base64 of bytes, big-endian. */

export type BinaryField = {
  /** As the FIELD says it: double, char, short ... */
  datatype: string | undefined;
  /** "*", "12", "12*", "2x3"; undefined: one value. */
  arraysize: string | undefined;
  /** The number that stands for none. */
  nullValue: string | undefined;
};

const refused = (message: string): TomError => new TomError("INVALID_INPUT", message);

const damaged = (): TomError => refused("The binary rows of the VOTable are cut short or damaged.");

type Kind = { bytes: number; read(view: DataView, at: number): string };

/** A 32-bit number as short as it can be written: 18.1, and not 18.100000381469727. */
function float32Text(value: number): string {
  for (let digits = 6; digits < 9; digits += 1) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(value);
}

const truth = (byte: number): string => {
  const letter = String.fromCharCode(byte);
  return /[1Tt]/.test(letter) ? "true" : /[0Ff]/.test(letter) ? "false" : "";
};

const kinds: Readonly<Record<string, Kind>> = {
  boolean: { bytes: 1, read: (view, at) => truth(view.getUint8(at)) },
  unsignedByte: { bytes: 1, read: (view, at) => String(view.getUint8(at)) },
  short: { bytes: 2, read: (view, at) => String(view.getInt16(at)) },
  int: { bytes: 4, read: (view, at) => String(view.getInt32(at)) },
  long: { bytes: 8, read: (view, at) => String(view.getBigInt64(at)) },
  float: { bytes: 4, read: (view, at) => float32Text(view.getFloat32(at)) },
  double: { bytes: 8, read: (view, at) => String(view.getFloat64(at)) },
  char: { bytes: 1, read: (view, at) => String.fromCharCode(view.getUint8(at)) },
  unicodeChar: { bytes: 2, read: (view, at) => String.fromCharCode(view.getUint16(at)) },
  floatComplex: { bytes: 8, read: (view, at) => `${view.getFloat32(at)} ${view.getFloat32(at + 4)}` },
  doubleComplex: { bytes: 16, read: (view, at) => `${view.getFloat64(at)} ${view.getFloat64(at + 8)}` },
};

type Reader = (view: DataView, at: number) => { text: string; next: number };

/** How many values a cell has; null: the cell says it itself, before them. */
function lengthOf(arraysize: string | undefined): number | null {
  if (arraysize === undefined || arraysize.trim() === "") return 1;
  if (arraysize.includes("*")) return null;
  const length = arraysize.split("x").reduce((product, part) => product * Number(part), 1);
  if (!Number.isSafeInteger(length) || length < 0) throw damaged();
  return length;
}

const zero = String.fromCharCode(0);

/** A text ends at the first zero. */
const beforeZero = (text: string): string => text.split(zero, 1)[0] ?? "";

function readerOf({ datatype = "", arraysize, nullValue }: BinaryField): Reader {
  const fixed = lengthOf(arraysize);
  const isBits = datatype === "bit";
  const kind = isBits ? kinds.unsignedByte : kinds[datatype];
  if (kind === undefined) throw refused(`The VOTable has a column of the type “${datatype.slice(0, 30)}”.`);
  const separator = datatype === "char" || datatype === "unicodeChar" ? "" : " ";
  return (view, from) => {
    const at = fixed === null ? from + 4 : from;
    if (at > view.byteLength) throw damaged();
    const values = fixed ?? view.getUint32(from);
    const count = isBits ? Math.ceil(values / 8) : values;
    const next = at + count * kind.bytes;
    if (next > view.byteLength) throw damaged();
    if (count === 1 && separator === " ") {
      const text = kind.read(view, at);
      return { text: text === nullValue || text === "NaN" ? "" : text, next };
    }
    const texts = Array.from({ length: count }, (_, index) => kind.read(view, at + index * kind.bytes));
    const text = texts.join(separator);
    return { text: separator === "" ? beforeZero(text) : text, next };
  };
}

/**
 * Calls back with the cells of each row, missing ones empty. `nulls`: each row begins with one bit a column that says
 * that it is missing (BINARY2). @throws TomError for bytes that do not end with a row
 */
export function eachBinaryRow(
  bytes: Uint8Array,
  fields: readonly BinaryField[],
  nulls: boolean,
  visit: (row: number, cells: string[]) => void,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const readers = fields.map(readerOf);
  const maskBytes = nulls ? Math.ceil(fields.length / 8) : 0;
  let row = 0;
  for (let at = 0; at < view.byteLength; ) {
    const maskAt = at;
    let next = at + maskBytes;
    if (next > view.byteLength) throw damaged();
    const cells = readers.map((read, index) => {
      const cell = read(view, next);
      next = cell.next;
      const isNull = nulls && (view.getUint8(maskAt + (index >> 3)) & (0x80 >> (index & 7))) !== 0;
      return isNull ? "" : cell.text.trim();
    });
    if (next === at) throw damaged();
    at = next;
    row += 1;
    visit(row, cells);
  }
}

/** The bytes of a stream of text. @throws TomError for another encoding, and for rows that are kept elsewhere */
export function streamBytes(stream: {
  text: string;
  encoding: string | undefined;
  href: string | undefined;
}): Uint8Array {
  if (stream.href !== undefined) {
    throw refused(
      "The VOTable keeps its rows in another file. Save it with TABLEDATA (in TOPCAT: “VOTable (tabledata)”).",
    );
  }
  if (stream.encoding !== "base64") {
    throw refused("The VOTable keeps binary rows in a form other than base64. Save it with TABLEDATA.");
  }
  const text = stream.text.replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw damaged();
  const decoded = atob(text.replace(/=+$/, ""));
  const bytes = new Uint8Array(decoded.length);
  for (let at = 0; at < decoded.length; at += 1) bytes[at] = decoded.charCodeAt(at);
  return bytes;
}
