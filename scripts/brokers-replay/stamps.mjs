/** Stamps of nothing real: a point on a sky, as a PNG of 63 x 63 grey pixels. */
import { crc32, deflateSync } from "node:zlib";

const size = 63;

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

const blob = (x, y, atX, atY, width) => Math.exp(-((x - atX) ** 2 + (y - atY) ** 2) / (2 * width ** 2));

/** A galaxy beside the middle in "science" and "template", a new point in it in "science" and "difference". */
function brightness(kind, x, y) {
  const galaxy = kind === "difference" ? 0 : 0.7 * blob(x, y, 24, 36, 9);
  const fresh = kind === "template" ? 0 : 0.9 * blob(x, y, 31, 31, 2.2);
  const noise = (((x * 7_919 + y * 104_729) % 97) / 97) * 0.12;
  return Math.min(1, 0.15 + galaxy + fresh + noise);
}

/** @param {"science" | "template" | "difference"} kind */
function stampPng(kind) {
  const rows = Array.from({ length: size }, (_row, y) =>
    Buffer.from([0, ...Array.from({ length: size }, (_pixel, x) => Math.round(brightness(kind, x, y) * 255))]),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header[8] = 8;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The answer of a service that sends stamps. */
export const stampAnswer = (kind) => ({ headers: { "content-type": "image/png" }, body: stampPng(kind) });
