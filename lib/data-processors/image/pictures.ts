import { decode as decodePng } from "fast-png";
import { Unzlib } from "fflate";
import { decode as decodeJpeg } from "jpeg-js";
import { TomError } from "@/lib/core/errors";
import { Shrinker } from "./preview";

/** PNG and JPEG as pixels: sizes are checked before anything of that size is made. */

export type Picture = { shrinker: Shrinker; width: number; height: number };

const megapixelsAtMost = 40;

const damaged = (format: string, cause?: unknown): TomError =>
  new TomError("INVALID_INPUT", `The ${format} is damaged or cut off.`, { cause });

function checkSize(width: number, height: number): void {
  if (width * height > megapixelsAtMost * 1e6)
    throw new TomError(
      "LIMIT_EXCEEDED",
      `The picture has ${width} × ${height} pixels; up to ${megapixelsAtMost} megapixels can be read.`,
    );
}

type Chunk = { type: string; from: number; to: number };

/** The chunks of a PNG, each with its length and checksum around it. */
function chunksOf(bytes: Uint8Array): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const to = at + 12 + view.getUint32(at);
    if (to > bytes.length) throw damaged("PNG");
    chunks.push({ type: new TextDecoder("latin1").decode(bytes.subarray(at + 4, at + 8)), from: at, to });
    if (chunks.at(-1)?.type === "IEND") return chunks;
    at = to;
  }
  throw damaged("PNG");
}

const channelsOfType: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export function readPng(bytes: Uint8Array): Picture {
  const chunks = chunksOf(bytes);
  const [first] = chunks;
  if (first?.type !== "IHDR" || first.to - first.from !== 25) throw damaged("PNG");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth = 0, type = 0] = bytes.subarray(24, 26);
  const channels = channelsOfType[type];
  if (width === 0 || height === 0 || channels === undefined || ![1, 2, 4, 8, 16].includes(depth)) throw damaged("PNG");
  checkSize(width, height);
  const data = chunks.filter((chunk) => chunk.type === "IDAT");
  // Interlaced ones have a few bytes more in each of seven passes.
  const expected = (Math.ceil((width * channels * depth) / 8) + 1) * height * (bytes[28] === 1 ? 2 : 1) + 65_536;
  checkUnpacked(bytes, data, expected);
  // Texts, profiles and whatever else is in a PNG stay out, also of the decoder.
  const needed = [first, ...chunks.filter((chunk) => chunk.type === "PLTE").slice(0, 1), ...data, ...chunks.slice(-1)];
  try {
    return shrinkPng(decodePng(joined(bytes, needed)), width, height);
  } catch (error) {
    throw damaged("PNG", error);
  }
}

function joined(bytes: Uint8Array, chunks: readonly Chunk[]): Uint8Array {
  const parts = [bytes.subarray(0, 8), ...chunks.map(({ from, to }) => bytes.subarray(from, to))];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Unpacks the pixels once without keeping them, because the decoder would keep whatever comes. */
function checkUnpacked(bytes: Uint8Array, chunks: readonly Chunk[], most: number): void {
  let length = 0;
  const unpacker = new Unzlib((part) => {
    length += part.length;
    if (length > most)
      throw new TomError("LIMIT_EXCEEDED", "The PNG unpacks to more than its size, which no picture does.");
  });
  try {
    for (const { from, to } of chunks) {
      for (let at = from + 8; at < to - 4; at += 16_384)
        unpacker.push(bytes.subarray(at, Math.min(at + 16_384, to - 4)));
    }
  } catch (error) {
    throw error instanceof TomError ? error : damaged("PNG", error);
  }
}

type Decoded = ReturnType<typeof decodePng>;

function shrinkPng(png: Decoded, width: number, height: number): Picture {
  const { channels, depth, palette } = png;
  const colours = palette ? 3 : channels >= 3 ? 3 : 1;
  const shrinker = new Shrinker(width, height, colours);
  const line = Math.ceil((width * channels * depth) / (depth === 16 ? 16 : 8));
  const samples = new Uint16Array(width * channels);
  const row = new Float64Array(width * colours);
  const hasAlpha = channels === 2 || channels === 4;
  const most = palette ? 1 : (2 ** depth - 1) / 255;
  for (let y = 0; y < height; y += 1) {
    unpackLine(png.data.subarray(y * line, (y + 1) * line), depth, samples);
    for (let x = 0; x < width; x += 1) {
      const at = x * channels;
      const alpha = hasAlpha ? (samples[at + channels - 1] ?? 0) / (2 ** depth - 1) : 1;
      for (let colour = 0; colour < colours; colour += 1) {
        const value = palette ? (palette[samples[at] ?? 0]?.[colour] ?? 0) : (samples[at + colour] ?? 0) / most;
        // On white, as on a page.
        row[x * colours + colour] = value * alpha + 255 * (1 - alpha);
      }
    }
    shrinker.add(y, row);
  }
  return { shrinker, width, height };
}

/** Samples of less than 8 bits lie side by side in a byte. */
function unpackLine(bytes: ArrayLike<number>, depth: number, into: Uint16Array): void {
  if (depth >= 8) {
    for (let index = 0; index < into.length; index += 1) into[index] = bytes[index] ?? 0;
    return;
  }
  const perByte = 8 / depth;
  const mask = 2 ** depth - 1;
  for (let index = 0; index < into.length; index += 1) {
    into[index] = ((bytes[Math.floor(index / perByte)] ?? 0) >> (8 - depth * ((index % perByte) + 1))) & mask;
  }
}

export function readJpeg(bytes: Uint8Array): Picture {
  const { width, height } = frameOf(bytes);
  checkSize(width, height);
  try {
    const options = {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: megapixelsAtMost,
      maxMemoryUsageInMB: 768,
    } as const;
    const { data, ...size } = decodeJpeg(bytes, options);
    const shrinker = new Shrinker(size.width, size.height, 3);
    const lines = Math.max(1, Math.floor(1_000_000 / size.width));
    for (let y = 0; y < size.height; y += lines)
      shrinker.add(y, data.subarray(y * size.width * 3, (y + lines) * size.width * 3));
    return { shrinker, ...size };
  } catch (error) {
    throw damaged("JPEG", error);
  }
}

/** The size in the frame's header (SOF), by walking over the segments. */
function frameOf(bytes: Uint8Array): { width: number; height: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 < bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) break;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      if (width > 0 && height > 0) return { width, height };
      break;
    }
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  throw damaged("JPEG");
}
