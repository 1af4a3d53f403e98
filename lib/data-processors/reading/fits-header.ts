import { TomError } from "@/lib/core/errors";
import type { ByteSource } from "../contract";

/** The structure of a FITS file (FITS Standard 4.0): headers and where their data lie, each size checked against the file. */

const block = 2880;
const cardLength = 80;
const headerAtMost = 1024 * 1024;
const hdusAtMost = 500;
const axesAtMost = 9;
const bitpixes = new Set([8, 16, 32, 64, -32, -64]);

export type FitsHeader = {
  /** Text of a string keyword without the blanks around it; of another, as it is written. Null when absent or empty. */
  text(key: string): string | null;
  /** A string keyword with the blanks before it, for text that goes over several keywords. Null when absent. */
  exact(key: string): string | null;
  /** Null when absent or no number. */
  number(key: string): number | null;
  truth(key: string): boolean;
};

export type Hdu = {
  /** From 0, the primary one. */
  index: number;
  kind: "image" | "table" | "asciiTable" | "other";
  header: FitsHeader;
  bitpix: number;
  /** NAXIS1 first. Empty when there are no data. */
  axes: readonly number[];
  dataFrom: number;
  dataBytes: number;
};

export const refusedFits = (message: string, cause?: unknown): TomError =>
  new TomError("INVALID_INPUT", message, { cause });

export const isFits = (file: ByteSource): boolean =>
  new TextDecoder("latin1").decode(file.read(0, 30)).startsWith("SIMPLE  =");

/** One after the other, as far as they are asked for. @throws TomError for the first thing that is wrong */
export function* hdusOf(file: ByteSource): Generator<Hdu> {
  if (!isFits(file)) throw refusedFits("The file is not FITS: it does not begin with SIMPLE.");
  let offset = 0;
  for (let index = 0; index < hdusAtMost; index += 1) {
    const start = new TextDecoder("latin1").decode(file.read(offset, 8));
    // What follows the last extension is filling.
    if (index > 0 && start !== "XTENSION") return;
    const { cards, bytes } = readCards(file, offset, index);
    const hdu = hduOf(index, headerOf(cards), offset + bytes, file.size);
    yield hdu;
    offset = hdu.dataFrom + Math.ceil(hdu.dataBytes / block) * block;
    if (offset >= file.size) return;
  }
}

const nameOf = (index: number): string => (index === 0 ? "The header" : `The header of extension ${index}`);

function readCards(file: ByteSource, offset: number, index: number): { cards: string[]; bytes: number } {
  const cards: string[] = [];
  for (let at = offset; at < file.size; at += block) {
    if (at - offset >= headerAtMost) {
      throw new TomError(
        "LIMIT_EXCEEDED",
        `${nameOf(index)} is longer than 1 MB: the file is damaged, or none that measured anything.`,
      );
    }
    const text = new TextDecoder("latin1").decode(file.read(at, block));
    for (let from = 0; from + cardLength <= text.length; from += cardLength) {
      const card = text.slice(from, from + cardLength);
      if (/^END\s*$/.test(card)) return { cards, bytes: at - offset + block };
      cards.push(card);
    }
  }
  throw refusedFits(`${nameOf(index)} never ends: the file is cut off or damaged.`);
}

type Value = { text: string; isString: boolean };

/** `'it''s'` with its comment, a logical, a number, or a record that goes on in the next card. */
function valueIn(field: string): Value | null {
  const text = field.trimStart();
  if (text.startsWith("'")) {
    const [, inQuotes = ""] = /^'((?:[^']|'')*)/.exec(text) ?? [];
    return { text: inQuotes.replaceAll("''", "'").trimEnd(), isString: true };
  }
  const bare = text.split("/", 1)[0]?.trim() ?? "";
  return bare === "" ? null : { text: bare, isString: false };
}

function headerOf(cards: readonly string[]): FitsHeader {
  const values = new Map<string, Value>();
  let last: Value | null = null;
  for (const card of cards) {
    const key = card.slice(0, 8).trimEnd();
    if (key === "CONTINUE" && last?.isString && last.text.endsWith("&")) {
      last.text = `${last.text.slice(0, -1)}${valueIn(card.slice(8))?.text ?? ""}`.slice(0, 5000);
      continue;
    }
    const [name, field] = key === "HIERARCH" ? hierarch(card) : [key, card.startsWith("= ", 8) ? card.slice(10) : null];
    last = field === null ? null : valueIn(field);
    if (last && name !== "" && !values.has(name)) values.set(name, last);
  }
  const text = (key: string): string | null => {
    const value = values.get(key)?.text.trim();
    return value === undefined || value === "" ? null : value;
  };
  return {
    text,
    exact: (key) => values.get(key)?.text ?? null,
    number(key) {
      const value = text(key);
      if (value === null || !/^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$/.test(value)) return null;
      const number = Number(value.replace(/[dD]/, "e"));
      return Number.isFinite(number) ? number : null;
    },
    truth: (key) => values.get(key)?.text === "T",
  };
}

/** "HIERARCH ESO DET1 DIT = 2.0" -> its words and what follows. */
function hierarch(card: string): readonly [string, string | null] {
  const at = card.indexOf("=");
  return at === -1 ? ["", null] : [card.slice(9, at).trim(), card.slice(at + 1)];
}

function hduOf(index: number, header: FitsHeader, dataFrom: number, fileSize: number): Hdu {
  const wrong = (what: string): TomError => refusedFits(`${nameOf(index)} is wrong: ${what}.`);
  const bitpix = header.number("BITPIX");
  if (bitpix === null || !bitpixes.has(bitpix)) throw wrong(`BITPIX is ${header.text("BITPIX") ?? "missing"}`);
  const count = header.number("NAXIS");
  if (count === null || !Number.isInteger(count) || count < 0 || count > axesAtMost)
    throw wrong(`NAXIS is ${header.text("NAXIS") ?? "missing"}`);
  const axes = Array.from({ length: count }, (_, at) => {
    const key = `NAXIS${at + 1}`;
    const length = header.number(key);
    if (length === null || !Number.isInteger(length) || length < 0)
      throw wrong(`${key} is ${header.text(key) ?? "missing"}`);
    return length;
  });
  const dataBytes = dataBytesOf(header, bitpix, axes, wrong);
  const present = Math.max(0, fileSize - dataFrom);
  if (dataBytes > present) {
    throw refusedFits(
      `${nameOf(index)} promises ${dataBytes.toLocaleString("en")} bytes of data, but ${present.toLocaleString("en")} are there: the file is cut off or damaged.`,
    );
  }
  return { index, kind: kindOf(index, header), header, bitpix, axes, dataFrom, dataBytes };
}

function dataBytesOf(
  header: FitsHeader,
  bitpix: number,
  axes: readonly number[],
  wrong: (what: string) => TomError,
): number {
  const optional = (key: string, otherwise: number): number => {
    const value = header.number(key) ?? otherwise;
    if (!Number.isInteger(value) || value < 0) throw wrong(`${key} is ${header.text(key)}`);
    return value;
  };
  const isGroups = axes[0] === 0 && header.truth("GROUPS");
  const elements = (isGroups ? axes.slice(1) : axes).reduce((product, length) => product * length, 1);
  if (axes.length === 0) return 0;
  return (Math.abs(bitpix) / 8) * optional("GCOUNT", 1) * (optional("PCOUNT", 0) + elements);
}

function kindOf(index: number, header: FitsHeader): Hdu["kind"] {
  if (index === 0) return header.truth("GROUPS") ? "other" : "image";
  const kinds = {
    IMAGE: "image",
    IUEIMAGE: "image",
    BINTABLE: "table",
    A3DTABLE: "table",
    TABLE: "asciiTable",
  } as const;
  return kinds[header.text("XTENSION") as keyof typeof kinds] ?? "other";
}
