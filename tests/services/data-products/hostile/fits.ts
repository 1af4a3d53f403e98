import { gzipSync } from "node:zlib";
import {
  bytesOf,
  type Cards,
  emptyPrimary,
  headerOf,
  imageHdu,
  joined,
  tableHdu,
} from "@/lib/data-processors/reading/testing";
import { type Hostile, image, processed, spectrum } from "./entry";

const said = { contentType: "application/fits" } as const;
const wrong = { ...said, says: /header/ } as const;

/** A header that says this, and `bytes` of data behind it. */
const fits = (cards: Cards, bytes = 0): Uint8Array =>
  joined(headerOf([["SIMPLE", true], ...Object.entries(cards)]), new Uint8Array(bytes));

const axes = (bitpix: number, ...lengths: number[]): Cards => ({
  BITPIX: bitpix,
  NAXIS: lengths.length,
  ...Object.fromEntries(lengths.map((length, at) => [`NAXIS${at + 1}`, length])),
});

const comment = "COMMENT nothing is measured here".padEnd(80);
const cards = (count: number, end: boolean): Uint8Array => {
  const first = Buffer.from(headerOf(Object.entries({ SIMPLE: true, ...axes(8) }), false)).subarray(0, 240);
  const body = Buffer.alloc(80 * count, comment, "latin1");
  return Buffer.concat([first, body, Buffer.from((end ? "END" : "").padEnd(2880), "latin1")]);
};

/** A tile-compressed image whose only tile is this. */
const tiled = (tile: Uint8Array, sides: number, more: Cards = {}): Uint8Array =>
  joined(
    emptyPrimary(),
    tableHdu([{ name: "COMPRESSED_DATA", form: "1PB", rows: [tile] }], {
      ZIMAGE: true,
      ZCMPTYPE: "GZIP_1",
      ZBITPIX: 32,
      ZNAXIS: 2,
      ZNAXIS1: sides,
      ZNAXIS2: sides,
      ZTILE1: sides,
      ZTILE2: sides,
      ...more,
    }),
  );

export const fitsFiles: Readonly<Record<string, Hostile>> = {
  "FITS larger than it is": image(() => fits(axes(-64, 100_000, 100_000)), { ...said, says: /cut off or damaged/ }),
  "FITS of more bytes than there are numbers": image(
    () => fits(axes(-64, ...Array<number>(9).fill(999_999_999))),
    wrong,
  ),
  "FITS with an axis of 10^18": image(() => fits({ BITPIX: 8, NAXIS: 1, NAXIS1: 1e18 }, 2880), wrong),
  "FITS of 999 axes": image(() => fits({ BITPIX: 8, NAXIS: 999 }), { ...said, says: /NAXIS is 999/ }),
  "FITS of negative size": image(() => fits(axes(16, -5, 5)), { ...said, says: /NAXIS1 is -5/ }),
  "FITS of half a pixel": image(() => fits(axes(16, 2.5, 5)), { ...said, says: /NAXIS1 is 2.5/ }),
  "FITS without the length of an axis": image(() => fits({ BITPIX: 16, NAXIS: 2, NAXIS1: 5 }), {
    ...said,
    says: /NAXIS2 is missing/,
  }),
  "FITS of 7 bits": image(() => fits(axes(7, 5, 5), 2880), { ...said, says: /BITPIX is 7/ }),
  "FITS with a negative heap": image(() => fits({ ...axes(8, 5, 5), PCOUNT: -3 }, 2880), {
    ...said,
    says: /PCOUNT is -3/,
  }),
  "FITS cut short": image(() => fits(axes(16, 100, 100), 100), { ...said, says: /cut off or damaged/ }),
  "FITS cut off in its header": image(() => fits(axes(16, 100, 100)).subarray(0, 200), { ...said, says: /never ends/ }),
  "FITS with a million header cards": image(() => cards(1_000_000, true), { ...said, says: /longer than 1 MB/ }),
  "FITS whose header has no end": image(() => cards(11_000, false), { ...said, says: /never ends/ }),
  "a spectrum with a million header cards": spectrum(() => cards(1_000_000, true), {
    ...said,
    says: /longer than 1 MB/,
  }),
  "a thousand extensions of nothing": image(
    () =>
      joined(
        emptyPrimary(),
        ...Array<Uint8Array>(1000).fill(imageHdu({ axes: [], bitpix: 8, values: [], extension: true })),
      ),
    { ...said, says: /no image/ },
  ),
  "FITS without a pixel that is a number": image(
    () => imageHdu({ axes: [4, 4], bitpix: -32, values: Array<number>(16).fill(Number.NaN) }),
    { ...said, ...processed },
  ),
  "a compressed image of ten thousand megapixels": image(() => tiled(gzipSync("x"), 100_000), {
    ...said,
    says: /40 megapixels/,
  }),
  "a compressed image whose tile unpacks a thousandfold": image(
    () => tiled(gzipSync(Buffer.alloc(300_000_000)), 10),
    said,
  ),
  "a compressed image whose tile lies outside": image(
    () => tiled(bytesOf([1, 2], 8), 10, { THEAP: 1_000_000_000 }),
    said,
  ),
  "a table of cells that reach past the file": spectrum(
    () =>
      joined(
        emptyPrimary(),
        headerOf(
          Object.entries({ XTENSION: "BINTABLE", ...axes(8, 8, 1), TFIELDS: 1, TTYPE1: "WAVE", TFORM1: "999999999D" }),
        ),
        new Uint8Array(2880),
      ),
    said,
  ),
};
