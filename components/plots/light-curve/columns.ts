import { TomError } from "@/lib/core/errors";
import {
  align,
  type ColumnHeader,
  columnHeader,
  dictionary,
  formatUuid,
  littleEndian,
  noEntry,
  parseUuid,
  uuidPattern,
} from "./columns-format";

/**
 * One point of a light curve, as it travels beside the page. Times are MJD in UTC; magnitudes in `magSystem`; fluxes in
 * nJy. Null means "not measured" or "not known", never zero. A limit has `limitMag` and neither `mag` nor `fluxNjy`.
 */
export type LightCurveRow = {
  /** Text id of the row, the same as in the photometry table. */
  id: string;
  observedAtMjd: number;
  band: string;
  mag: number | null;
  magErr: number | null;
  limitMag: number | null;
  /** How many standard deviations the limit stands for; null when the survey does not say. */
  limitSigma: number | null;
  fluxNjy: number | null;
  fluxErrNjy: number | null;
  magSystem: string | null;
  brightness: "difference" | "total";
  forced: boolean;
  /** The difference is below the reference. */
  negative: boolean;
  /** Marked bad by somebody: drawn hollow, out of bins and extents of fits. */
  flagged: boolean;
  timeReference: "start" | "middle" | null;
  telescope: string | null;
  source: string;
  via: readonly string[];
};

/** The rows as typed arrays of equal length; NaN stands for null in every Float32Array. */
export type LightCurveColumns = {
  count: number;
  observedAtMjd: Float64Array;
  mag: Float32Array;
  magErr: Float32Array;
  limitMag: Float32Array;
  limitSigma: Float32Array;
  fluxNjy: Float32Array;
  fluxErrNjy: Float32Array;
  /** Bits of `rowFlag`. */
  flags: Uint8Array;
  /** Index into `bands`, and so on; 65,535 = null (telescope and magnitude system only). */
  band: Uint16Array;
  source: Uint16Array;
  via: Uint16Array;
  telescope: Uint16Array;
  magSystem: Uint16Array;
  bands: readonly string[];
  sources: readonly string[];
  vias: readonly string[];
  telescopes: readonly string[];
  magSystems: readonly string[];
  /** Ids are spelled out on demand: only what is selected or exported needs them. */
  idAt(index: number): string;
};

export const rowFlag = {
  forced: 1,
  negative: 2,
  /** Set: total brightness. Clear: difference to the reference. */
  total: 4,
  flagged: 8,
  timeStart: 16,
  timeMiddle: 32,
} as const;

const magic = 0x3143_4c54; // "TLC1" read as a little-endian word

const float32Names = ["mag", "magErr", "limitMag", "limitSigma", "fluxNjy", "fluxErrNjy"] as const;
const uint16Names = ["band", "source", "via", "telescope", "magSystem"] as const;

const flagsOf = (row: LightCurveRow): number =>
  (row.forced ? rowFlag.forced : 0) |
  (row.negative ? rowFlag.negative : 0) |
  (row.brightness === "total" ? rowFlag.total : 0) |
  (row.flagged ? rowFlag.flagged : 0) |
  (row.timeReference === "start" ? rowFlag.timeStart : 0) |
  (row.timeReference === "middle" ? rowFlag.timeMiddle : 0);

/** Where each column starts. Wide types first, so that everything is aligned without padding. */
function layout(header: ColumnHeader, headerBytes: number) {
  const n = header.rowCount;
  const mjd = align(8 + headerBytes, 8);
  const float32 = mjd + n * 8;
  const idOffsets = float32 + n * 4 * float32Names.length;
  const uint16 = idOffsets + (header.ids === "text" ? (n + 1) * 4 : 0);
  const flags = uint16 + n * 2 * uint16Names.length;
  const ids = flags + n;
  return { mjd, float32, idOffsets, uint16, flags, ids, end: ids + header.idBytes };
}

/**
 * Packs rows into one buffer: the word "TLC1", the header's length, a JSON header (version, row count, dictionaries),
 * then the columns, little-endian. About 55 bytes a row when ids are UUIDs.
 */
export function encodeColumns(rows: readonly LightCurveRow[]): ArrayBuffer {
  littleEndian();
  const n = rows.length;
  const words = {
    band: dictionary(),
    source: dictionary(),
    via: dictionary(),
    telescope: dictionary(),
    magSystem: dictionary(),
  };
  const indexes = Object.fromEntries(uint16Names.map((name) => [name, new Uint16Array(n)])) as Record<
    (typeof uint16Names)[number],
    Uint16Array
  >;
  rows.forEach((row, i) => {
    indexes.band[i] = words.band.indexOf(row.band);
    indexes.source[i] = words.source.indexOf(row.source);
    indexes.via[i] = words.via.indexOf(row.via.join(", "));
    indexes.telescope[i] = row.telescope === null ? noEntry : words.telescope.indexOf(row.telescope);
    indexes.magSystem[i] = row.magSystem === null ? noEntry : words.magSystem.indexOf(row.magSystem);
  });
  const ids = packIds(rows);
  const header: ColumnHeader = {
    version: 1,
    rowCount: n,
    bands: words.band.words,
    sources: words.source.words,
    vias: words.via.words,
    telescopes: words.telescope.words,
    magSystems: words.magSystem.words,
    ids: ids.kind,
    idBytes: ids.bytes.byteLength,
  };
  const headerText = new TextEncoder().encode(JSON.stringify(header));
  const at = layout(header, headerText.byteLength);
  const buffer = new ArrayBuffer(at.end);
  new Uint32Array(buffer, 0, 2).set([magic, headerText.byteLength]);
  new Uint8Array(buffer, 8).set(headerText);
  const mjd = new Float64Array(buffer, at.mjd, n);
  const flags = new Uint8Array(buffer, at.flags, n);
  const floats = float32Names.map((name, k) => ({ name, column: new Float32Array(buffer, at.float32 + k * n * 4, n) }));
  rows.forEach((row, i) => {
    mjd[i] = row.observedAtMjd;
    flags[i] = flagsOf(row);
    for (const { name, column } of floats) column[i] = row[name] ?? Number.NaN;
  });
  uint16Names.forEach((name, k) => {
    new Uint16Array(buffer, at.uint16 + k * n * 2, n).set(indexes[name]);
  });
  if (ids.offsets) new Uint32Array(buffer, at.idOffsets, n + 1).set(ids.offsets);
  new Uint8Array(buffer, at.ids).set(ids.bytes);
  return buffer;
}

type PackedIds = { kind: "uuid" | "text"; bytes: Uint8Array; offsets: Uint32Array | null };

function packIds(rows: readonly LightCurveRow[]): PackedIds {
  if (rows.every((row) => uuidPattern.test(row.id))) {
    const bytes = new Uint8Array(rows.length * 16);
    rows.forEach((row, i) => {
      parseUuid(row.id, bytes, i * 16);
    });
    return { kind: "uuid", bytes, offsets: null };
  }
  const encoder = new TextEncoder();
  const parts = rows.map((row) => encoder.encode(row.id));
  const offsets = new Uint32Array(rows.length + 1);
  parts.forEach((part, i) => {
    offsets[i + 1] = (offsets[i] ?? 0) + part.byteLength;
  });
  const bytes = new Uint8Array(offsets[rows.length] ?? 0);
  parts.forEach((part, i) => {
    bytes.set(part, offsets[i]);
  });
  return { kind: "text", bytes, offsets };
}

/**
 * Reads what `encodeColumns` wrote. The arrays are views on the buffer, nothing is copied.
 * Throws BAD_MESSAGE when the buffer is not a light curve of a known version, or is cut short, or points outside its
 * own dictionaries.
 */
export function decodeColumns(buffer: ArrayBuffer): LightCurveColumns {
  littleEndian();
  const { header, headerBytes } = readHeader(buffer);
  const n = header.rowCount;
  const at = layout(header, headerBytes);
  if (buffer.byteLength !== at.end) throw bad("is cut short");
  const float32 = (k: number) => new Float32Array(buffer, at.float32 + k * n * 4, n);
  const uint16 = (k: number) => new Uint16Array(buffer, at.uint16 + k * n * 2, n);
  const idBytes = new Uint8Array(buffer, at.ids, header.idBytes);
  const offsets = header.ids === "text" ? new Uint32Array(buffer, at.idOffsets, n + 1) : null;
  if (offsets ? offsets[n] !== header.idBytes : header.idBytes !== n * 16) throw bad("has broken row ids");
  const columns: LightCurveColumns = {
    count: n,
    observedAtMjd: new Float64Array(buffer, at.mjd, n),
    mag: float32(0),
    magErr: float32(1),
    limitMag: float32(2),
    limitSigma: float32(3),
    fluxNjy: float32(4),
    fluxErrNjy: float32(5),
    flags: new Uint8Array(buffer, at.flags, n),
    band: uint16(0),
    source: uint16(1),
    via: uint16(2),
    telescope: uint16(3),
    magSystem: uint16(4),
    bands: header.bands,
    sources: header.sources,
    vias: header.vias,
    telescopes: header.telescopes,
    magSystems: header.magSystems,
    idAt: (index) =>
      offsets
        ? new TextDecoder().decode(idBytes.subarray(offsets[index], offsets[index + 1]))
        : formatUuid(idBytes, index * 16),
  };
  checkIndexes(columns);
  return columns;
}

function readHeader(buffer: ArrayBuffer): { header: ColumnHeader; headerBytes: number } {
  if (buffer.byteLength < 8) throw bad("is cut short");
  const [word, headerBytes = 0] = new Uint32Array(buffer, 0, 2);
  if (word !== magic || 8 + headerBytes > buffer.byteLength) throw bad("has no header");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(buffer, 8, headerBytes));
    return { header: columnHeader.parse(JSON.parse(text)), headerBytes };
  } catch (cause) {
    throw bad("has an unknown header", cause);
  }
}

function checkIndexes(columns: LightCurveColumns): void {
  const within = (column: Uint16Array, size: number, nullable: boolean) =>
    column.every((index) => index < size || (nullable && index === noEntry));
  const fine =
    within(columns.band, columns.bands.length, false) &&
    within(columns.source, columns.sources.length, false) &&
    within(columns.via, columns.vias.length, false) &&
    within(columns.telescope, columns.telescopes.length, true) &&
    within(columns.magSystem, columns.magSystems.length, true);
  if (!fine) throw bad("points outside its dictionaries");
}

const bad = (what: string, cause?: unknown) =>
  new TomError("BAD_MESSAGE", `The light curve ${what}.`, cause === undefined ? {} : { cause });
