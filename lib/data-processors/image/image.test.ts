import { gzipSync } from "node:zlib";
import { decode, encode } from "fast-png";
import { encode as encodeJpeg } from "jpeg-js";
import { describe, expect, it } from "vitest";
import type { ImageResult } from "../contract";
import { resultComplaints } from "../contract-checks";
import { processorContractSuite } from "../contract-suite";
import { bytesOf, type Cards, emptyPrimary, imageHdu, joined, riceOf, tableHdu } from "../reading/testing";
import { image } from "./index";

const [width, height] = [40, 30];
/** Dark, with one bright pixel at x = 5, y = 2 (from 0, from the bottom). */
const sky = Array.from({ length: width * height }, (_, index) => (index === 2 * width + 5 ? 5000 : 100 + (index % 7)));
const fits = (cards: Cards = {}, bitpix = -32, values: ArrayLike<number> = sky): Uint8Array =>
  imageHdu({ axes: [width, height], bitpix, values, cards });

/** A tile a row, in one of the codings of fpack. */
function packed(algorithm: string, coded: (row: number[]) => Uint8Array, cards: Cards = {}): Uint8Array {
  const rows = Array.from({ length: height }, (_, row) => coded(sky.slice(row * width, (row + 1) * width)));
  const columns = [
    { name: "COMPRESSED_DATA", form: "1PB", rows },
    { name: "GZIP_COMPRESSED_DATA", form: "1PB", rows: rows.map(() => new Uint8Array(0)) },
  ];
  return joined(
    emptyPrimary({ OBJECT: "M 31" }),
    tableHdu(columns, {
      ZIMAGE: true,
      ZCMPTYPE: algorithm,
      ZBITPIX: 32,
      ZNAXIS: 2,
      ZNAXIS1: width,
      ZNAXIS2: height,
      ...cards,
    }),
  );
}

const gzipped = packed("GZIP_1", (row) => gzipSync(bytesOf(row, 32)));
const rice = packed("RICE_1", (row) => riceOf(row));

const png = encode({ width: 3, height: 2, channels: 3, data: Uint8Array.from({ length: 18 }, (_, i) => i * 14) });
const jpeg = new Uint8Array(encodeJpeg({ width: 16, height: 8, data: new Uint8Array(16 * 8 * 4).fill(200) }, 90).data);

processorContractSuite("image", image, {
  good: {
    "a FITS image": fits({ OBJECT: "M 31" }),
    "an image in an extension": joined(
      emptyPrimary(),
      imageHdu({ axes: [width, height], bitpix: 16, values: sky, extension: true }),
    ),
    "an image compressed with gzip tiles": gzipped,
    "an image compressed with Rice tiles": rice,
    "a PNG": png,
    "a JPEG": jpeg,
  },
});

async function read(bytes: Uint8Array): Promise<ImageResult> {
  const file = { size: bytes.length, read: (offset: number, length: number) => bytes.slice(offset, offset + length) };
  const target = { raDeg: 150, decDeg: 20 };
  const result = await image.process({ file, name: "upload", timeScale: "utc", target, onProgress: () => undefined });
  expect(resultComplaints(result)).toEqual([]);
  return result;
}

const levels = async (bytes: Uint8Array) => {
  const { preview } = await read(bytes);
  if (!preview) throw new Error("no preview");
  return decode(preview.png);
};

describe("previews of FITS", () => {
  it("show the sky upright, the background dark and the star white", async () => {
    const { data, ...picture } = await levels(fits());
    expect([picture.width, picture.height, picture.channels]).toEqual([width, height, 1]);
    // Third row from the bottom is the third last of the picture.
    const at = (height - 3) * width + 5;
    expect(data[at]).toBe(255);
    expect(data.filter((level) => level > 250).length).toBeLessThan(width * height * 0.2);
  });

  it.each([8, 16, 32, 64, -32, -64])("are the same for BITPIX %i", async (bitpix) => {
    const values = sky.map((value) => Math.min(value, 250));
    expect((await levels(fits({}, bitpix, values))).data).toEqual((await levels(fits({}, -64, values))).data);
  });

  it("are at most 1024 pixels on a side, by means of blocks", async () => {
    const wide = imageHdu({
      axes: [3000, 10],
      bitpix: 16,
      values: new Int16Array(30_000).map((_, index) => index % 3),
    });
    const { preview, header } = await read(wide);
    expect([preview?.width, preview?.height]).toEqual([1000, 4]);
    expect([header.width, header.height]).toEqual([3000, 10]);
  });

  it("leave undefined pixels black, and there is none without a defined pixel", async () => {
    const some = sky.map((value, index) => (index % 2 === 0 ? Number.NaN : value));
    expect((await levels(fits({}, -32, some))).data[0]).toBe(0);
    const { preview, notes } = await read(
      fits(
        {},
        -32,
        sky.map(() => Number.NaN),
      ),
    );
    expect(preview).toBeNull();
    expect(notes).toContain("No pixel of the image is defined, so there is no preview.");
  });

  it.each([
    ["gzip", gzipped],
    ["Rice", rice],
    [
      "shuffled gzip",
      packed("GZIP_2", (row) => {
        const bytes = bytesOf(row, 32);
        return gzipSync(
          Uint8Array.from({ length: bytes.length }, (_, i) => bytes[(i % width) * 4 + Math.floor(i / width)] ?? 0),
        );
      }),
    ],
  ])("show images in tiles of %s as they show plain ones", async (_name, content) => {
    expect((await levels(content)).data).toEqual((await levels(fits())).data);
  });

  it("show quantised images, and tiles that could not be quantised", async () => {
    const rows = Array.from({ length: height }, (_, row) => sky.slice(row * width, (row + 1) * width));
    const columns = [
      {
        name: "COMPRESSED_DATA",
        form: "1PB",
        rows: rows.map((row, index) => (index === 0 ? new Uint8Array(0) : riceOf(row.map((value) => value * 2 - 10)))),
      },
      {
        name: "GZIP_COMPRESSED_DATA",
        form: "1PB",
        rows: rows.map((row, index) => (index === 0 ? gzipSync(bytesOf(row, -32)) : new Uint8Array(0))),
      },
      { name: "ZSCALE", form: "1D", rows: rows.map(() => [0.5]) },
      { name: "ZZERO", form: "1D", rows: rows.map(() => [5]) },
    ];
    const content = joined(
      emptyPrimary(),
      tableHdu(columns, {
        ZIMAGE: true,
        ZCMPTYPE: "RICE_1",
        ZBITPIX: -32,
        ZNAXIS: 2,
        ZNAXIS1: width,
        ZNAXIS2: height,
        ZQUANTIZ: "SUBTRACTIVE_DITHER_1",
      }),
    );
    expect((await levels(content)).data).toEqual((await levels(fits())).data);
  });

  it.each([
    [
      "larger than it may be",
      packed("RICE_1", riceOf as (row: number[]) => Uint8Array, { ZNAXIS1: 100_000, ZNAXIS2: 100_000 }),
      /larger than 40 megapixels/,
    ],
    [
      "of tiles outside it",
      packed("RICE_1", riceOf as (row: number[]) => Uint8Array, { ZTILE1: 5000 }),
      /not within it/,
    ],
    ["of an unknown coding", packed("MAGIC", (row) => bytesOf(row, 32)), /unpack it with funpack first/],
    [
      "of tiles that burst",
      packed("GZIP_1", () => gzipSync(new Uint8Array(5_000_000))),
      /is damaged: a part of it cannot be unpacked/,
    ],
    [
      "of Hcompress tiles of another size",
      packed("HCOMPRESS_1", () =>
        Uint8Array.of(0xdd, 0x99, 0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0),
      ),
      /cannot be unpacked/,
    ],
  ])("are refused for a compressed image %s", async (_what, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });

  it("are refused for a file without an image", async () => {
    await expect(read(emptyPrimary())).rejects.toThrow("The FITS file holds no image with two axes.");
  });
});

describe("headers of FITS images", () => {
  it("say object, time, exposure, filter, and where the middle lies", async () => {
    const { header } = await read(
      fits({
        OBJECT: "M 31",
        "DATE-OBS": "2020-01-07T12:00:00",
        EXPTIME: 30.5,
        FILTER: "rp",
        TELESCOP: "1m0-01",
        CTYPE1: "RA---TAN",
        CTYPE2: "DEC--TAN",
        CRVAL1: 10.684,
        CRVAL2: 41.269,
        CRPIX1: (width + 1) / 2,
        CRPIX2: (height + 1) / 2,
        CD1_1: -0.0001,
        CD1_2: 0,
        CD2_1: 0,
        CD2_2: 0.0001,
      }),
    );
    expect(header).toMatchObject({
      object: "M 31",
      exposureS: 30.5,
      filter: "rp",
      telescope: "1m0-01",
      observed: { observedAtMjd: 58855.5 },
    });
    expect(header.centre?.raDeg).toBeCloseTo(10.684, 9);
    expect(header.centre?.decDeg).toBeCloseTo(41.269, 9);
    expect(header.pixelScaleArcsec).toBeCloseTo(0.36, 9);
  });

  it("place the middle by CDELT and CROTA2, across RA 0, and by galactic coordinates", async () => {
    const scale = {
      CTYPE1: "RA---TAN",
      CTYPE2: "DEC--TAN",
      CRVAL1: 0.001,
      CRVAL2: 0,
      CRPIX1: 0.5,
      CRPIX2: 15.5,
      CDELT1: 0.001,
      CDELT2: 0.001,
    };
    const { header } = await read(fits({ ...scale, CDELT1: -0.001 }));
    expect(header.centre?.raDeg).toBeCloseTo(359.981, 4);
    const turned = await read(fits({ ...scale, CROTA2: 90 }));
    expect(turned.header.centre?.decDeg).toBeCloseTo(0.02, 4);
    const galactic = await read(
      fits({ ...scale, CTYPE1: "GLON-TAN", CTYPE2: "GLAT-TAN", CRVAL1: 0, CRVAL2: 0, CRPIX1: 20.5 }),
    );
    // The centre of the Galaxy in ICRS.
    expect(galactic.header.centre?.raDeg).toBeCloseTo(266.405, 2);
    expect(galactic.header.centre?.decDeg).toBeCloseTo(-28.936, 2);
  });

  it("leave the middle out where it is not sure", async () => {
    const tan = {
      CTYPE1: "RA---TAN",
      CTYPE2: "DEC--TAN",
      CRVAL1: 10,
      CRVAL2: 0,
      CRPIX1: 1,
      CRPIX2: 1,
      CDELT1: -0.001,
      CDELT2: 0.001,
    };
    expect((await read(fits({ ...tan, EQUINOX: 1950 }))).header.centre).toBeNull();
    expect((await read(fits({ ...tan, CRPIX1: 100_000 }))).header.centre).toBeNull();
    expect((await read(fits({ ...tan, CTYPE1: "LINEAR" }))).header.centre).toBeNull();
  });
});

describe("previews of PNG and JPEG", () => {
  it("have the pixels and nothing else of the file", async () => {
    const text = Buffer.from("tEXtComment\0<script>alert(1)</script>", "latin1");
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length - 4);
    const marked = joined(
      png.subarray(0, 33),
      length,
      text,
      new Uint8Array(4),
      png.subarray(33),
      new Uint8Array(Buffer.from("<html>")),
    );
    const { preview, header } = await read(marked);
    expect(header).toMatchObject({ format: "png", width: 3, height: 2, object: null });
    expect(Buffer.from(preview?.png ?? []).toString("latin1")).not.toMatch(/script|html/);
    expect(decode(preview?.png ?? new Uint8Array()).data).toEqual(decode(png).data);
  });

  it("show grey, few bits, 16 bits, palettes and what is transparent on white", async () => {
    const grey = await levels(encode({ width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 255) }));
    expect([...grey.data]).toEqual([0, 255]);
    const deep = await levels(encode({ width: 2, height: 1, channels: 1, depth: 16, data: Uint16Array.of(0, 65_535) }));
    expect([...deep.data]).toEqual([0, 255]);
    const clear = await levels(encode({ width: 1, height: 1, channels: 4, data: Uint8Array.of(10, 20, 30, 0) }));
    expect([...clear.data]).toEqual([255, 255, 255]);
    const palette = await levels(
      encode({
        width: 2,
        height: 1,
        channels: 1,
        depth: 8,
        data: Uint8Array.of(1, 0),
        palette: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      }),
    );
    expect([...palette.data]).toEqual([4, 5, 6, 1, 2, 3]);
  });

  it("show JPEGs", async () => {
    const { data, channels } = await levels(jpeg);
    expect(channels).toBe(3);
    expect(data.every((level) => Math.abs(level - 200) < 4)).toBe(true);
  });

  const withSize = (side: number): Uint8Array => {
    const bytes = png.slice();
    new DataView(bytes.buffer).setUint32(16, side);
    new DataView(bytes.buffer).setUint32(20, side);
    return bytes;
  };
  it.each([
    ["a PNG of 100,000 pixels a side", withSize(100_000), /up to 40 megapixels/],
    ["a PNG that has less than it says", withSize(5000), /PNG is damaged or cut off/],
    [
      "a PNG that bursts",
      encode({ width: 3000, height: 3000, channels: 1, data: new Uint8Array(9_000_000) }).map((byte, at) =>
        at >= 16 && at < 24 ? ([0, 0, 0, 3, 0, 0, 0, 3][at - 16] ?? 0) : byte,
      ),
      /unpacks to more than its size/,
    ],
    ["a JPEG without a frame", Uint8Array.of(0xff, 0xd8, 0xff, 0xd9, 0, 0, 0, 0, 0, 0, 0, 0), /JPEG is damaged/],
    [
      "a drawing",
      new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      /The file is an SVG drawing: FITS, PNG and JPEG are read/,
    ],
    ["a web page called FITS", new TextEncoder().encode("<!doctype html><title>x</title>"), /The file is a web page/],
  ])("refuse %s", async (_what, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });
});
