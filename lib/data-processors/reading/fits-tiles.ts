import { Gunzip } from "fflate";
import { CompressedImage, Header, riceDecompress } from "fitsjs-ng";
import { numbersIn } from "./fits-numbers";

/**
 * One tile of a compressed FITS image (FITS Standard 4.0, section 10). This is the one file that knows fitsjs-ng: it
 * gives Rice, Hcompress and PLIO; gzip is unpacked here, where what comes out is limited.
 */

export type TileCoding = {
  algorithm: string;
  /** What the tile holds before quantisation or after it: 8 to 64, -32, -64. */
  bitpix: number;
  /** Named parameters of the algorithm: BLOCKSIZE, BYTEPIX, SMOOTH. */
  parameters: ReadonlyMap<string, number>;
};

export const tileAlgorithms: readonly string[] = ["RICE_1", "RICE_ONE", "GZIP_1", "GZIP_2", "HCOMPRESS_1", "PLIO_1"];

/** A reason, for the log; whoever calls makes it a sentence. */
class TileProblem extends Error {}

const plain = { scale: 1, zero: 0, blank: null };

/** The numbers in a tile of `width` × `height`. @throws TileProblem, or an error of the library, when it is damaged */
export async function decodeTile(
  bytes: Uint8Array,
  coding: TileCoding,
  width: number,
  height: number,
): Promise<ArrayLike<number>> {
  const count = width * height;
  switch (coding.algorithm) {
    case "RICE_1":
    case "RICE_ONE":
      return rice(bytes, coding, count);
    case "GZIP_1":
      return gunzipped(bytes, coding.bitpix, count);
    case "GZIP_2":
      return numbersIn(unshuffled(gunzip(bytes, byteCount(coding.bitpix, count)), coding.bitpix), coding.bitpix, plain);
    default:
      return byLibrary(bytes, coding, width, height);
  }
}

const byteCount = (bitpix: number, count: number): number => (count * Math.abs(bitpix)) / 8;

/** A tile of gzip: also what stands in for a tile that another algorithm could not compress. */
export const gunzipped = (bytes: Uint8Array, bitpix: number, count: number): Float64Array =>
  numbersIn(gunzip(bytes, byteCount(bitpix, count)), bitpix, plain);

function gunzip(packed: Uint8Array, wanted: number): Uint8Array {
  const out = new Uint8Array(wanted);
  let length = 0;
  const unpacker = new Gunzip((chunk) => {
    if (length + chunk.length > wanted) throw new TileProblem("a tile unpacks to more than its size");
    out.set(chunk, length);
    length += chunk.length;
  });
  // In pieces: what one of them can become is limited.
  for (let at = 0; at < packed.length; at += 16_384) {
    unpacker.push(packed.subarray(at, at + 16_384), at + 16_384 >= packed.length);
  }
  if (length !== wanted) throw new TileProblem("a tile unpacks to less than its size");
  return out;
}

/** GZIP_2 puts the first bytes of all numbers before the second ones, and so on. */
function unshuffled(bytes: Uint8Array, bitpix: number): Uint8Array {
  const size = Math.abs(bitpix) / 8;
  const count = bytes.length / size;
  return Uint8Array.from({ length: bytes.length }, (_, at) => bytes[(at % size) * count + Math.floor(at / size)] ?? 0);
}

function rice(bytes: Uint8Array, { parameters }: TileCoding, count: number): ArrayLike<number> {
  const bytepix = parameters.get("BYTEPIX") ?? 4;
  const blocksize = parameters.get("BLOCKSIZE") ?? 32;
  const Numbers = { 1: Uint8Array, 2: Int16Array, 4: Int32Array }[bytepix];
  if (!Numbers || !(blocksize > 0 && blocksize <= 1024)) throw new TileProblem("Rice parameters make no sense");
  const pixels = new Numbers(count);
  riceDecompress(bytes, blocksize, bytepix, pixels, count);
  return pixels;
}

/** Hcompress says its own size in its first bytes, which must be the tile's before anything of that size is made. */
function checkHcompress(bytes: Uint8Array, width: number, height: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 14 || view.getUint16(0) !== 0xdd99 || view.getInt32(2) * view.getInt32(6) !== width * height)
    throw new TileProblem("an Hcompress tile is not of the size that the header says");
}

/** The library reads whole images: the tile becomes one of its own, without scaling. */
async function byLibrary(
  bytes: Uint8Array,
  coding: TileCoding,
  width: number,
  height: number,
): Promise<ArrayLike<number>> {
  if (coding.algorithm === "HCOMPRESS_1") checkHcompress(bytes, width, height);
  const parameters = [...coding.parameters].flatMap(([name, value], index) => [
    `ZNAME${index + 1}  = '${name}'`,
    `ZVAL${index + 1}   = ${value}`,
  ]);
  const cards = [
    "XTENSION= 'BINTABLE'",
    "BITPIX  = 8",
    "NAXIS   = 2",
    "NAXIS1  = 8",
    "NAXIS2  = 1",
    `PCOUNT  = ${bytes.length}`,
    "GCOUNT  = 1",
    "TFIELDS = 1",
    "TTYPE1  = 'COMPRESSED_DATA'",
    // PLIO's words are swapped by nobody when they are given as bytes.
    `TFORM1  = '1PB(${bytes.length})'`,
    "ZIMAGE  = T",
    `ZCMPTYPE= '${coding.algorithm}'`,
    "ZBITPIX = 32",
    "ZNAXIS  = 2",
    `ZNAXIS1 = ${width}`,
    `ZNAXIS2 = ${height}`,
    `ZTILE1  = ${width}`,
    `ZTILE2  = ${height}`,
    ...parameters,
    "END",
  ];
  const data = new Uint8Array(8 + bytes.length);
  new DataView(data.buffer).setInt32(0, bytes.length);
  data.set(bytes, 8);
  const header = new Header(cards.map((card) => card.padEnd(80)).join(""), 1000, () => undefined);
  return new CompressedImage(header, data.buffer).getFrame();
}
