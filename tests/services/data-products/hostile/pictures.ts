import { crc32, deflateSync } from "node:zlib";
import { encode as encodeJpeg } from "jpeg-js";
import { type Hostile, image, photometry, processed, spectrum, text } from "./entry";

const script = '<script>fetch("/api/v1/me")</script>';
const page = `<!doctype html><html>${script}</html>`;

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.byteLength, 0);
  around.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
};

/** A grey PNG that says this size and holds these lines. */
function png(width: number, height: number, lines: Uint8Array): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.writeUInt8(8, 8);
  const mark = Buffer.from("89504e470d0a1a0a", "hex");
  const idat = chunk("IDAT", deflateSync(lines));
  return Buffer.concat([mark, chunk("IHDR", size), idat, chunk("IEND", Buffer.alloc(0))]);
}

const small = (): Buffer => png(2, 2, Buffer.from([0, 10, 200, 0, 200, 10]));

const jpeg = (): Buffer => Buffer.from(encodeJpeg({ width: 8, height: 8, data: Buffer.alloc(256, 120) }, 80).data);

/** With a comment behind its first marker. */
function jpegWith(comment: string): Buffer {
  const whole = jpeg();
  const segment = Buffer.alloc(4);
  segment.writeUInt16BE(0xfffe, 0);
  segment.writeUInt16BE(comment.length + 2, 2);
  return Buffer.concat([whole.subarray(0, 2), segment, Buffer.from(comment), whole.subarray(2)]);
}

/** Its frame says 65,500 pixels on each side. */
function largeJpeg(): Buffer {
  const whole = jpeg();
  const frame = whole.indexOf(Buffer.from([0xff, 0xc0]));
  whole.writeUInt16BE(65_500, frame + 5);
  whole.writeUInt16BE(65_500, frame + 7);
  return whole;
}

export const pictures: Readonly<Record<string, Hostile>> = {
  "a picture called a table": photometry(small, { filename: "table.csv", contentType: "image/png", says: /PNG image/ }),
  "a table called a picture": image(() => text("time,filter,magnitude\n60000.5,r,18.1\n"), {
    filename: "image.png",
    contentType: "text/plain",
    says: /no image/,
  }),
  "a table called FITS": photometry(() => text("time,filter,magnitude\n60006.5,r,18.1\n"), {
    ...processed,
    filename: "table.fits",
    contentType: "text/plain",
    counts: { accepted: 1, rejected: 0 },
  }),
  "a PNG called JPEG": image(small, { ...processed, filename: "x.jpg", contentType: "image/png" }),
  "a JPEG called FITS": image(jpeg, { ...processed, filename: "x.fits", contentType: "image/jpeg" }),
  "a program called a picture": image(() => Buffer.concat([Buffer.from("MZ\x90\0\x03\0", "latin1"), small()]), {
    filename: "x.png",
    contentType: "application/octet-stream",
  }),
  "a PDF called a spectrum": spectrum(() => text("%PDF-1.7\n1 0 obj\n"), {
    filename: "spectrum.dat",
    contentType: "application/pdf",
    says: /PDF document/,
  }),
  "a page called FITS": image(() => text(page), { filename: "image.fits", contentType: "text/html", says: /web page/ }),
  "a page called a table": photometry(() => text(page), {
    filename: "table.csv",
    contentType: "text/html",
    says: /web page/,
  }),
  "a GIF that is a page too": image(() => text(`GIF89a/*<html>${script}*/=1;`), {
    filename: "x.gif",
    contentType: "image/gif",
    says: /GIF image/,
  }),
  "a PNG that is a page too": image(() => Buffer.concat([small(), text(page)]), {
    ...processed,
    contentType: "image/png",
  }),
  "a JPEG with a page in its comment": image(() => jpegWith(page), { ...processed, contentType: "image/jpeg" }),
  "an SVG with a program": image(
    () => text(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`),
    { filename: "x.svg", contentType: "image/svg+xml", says: /SVG drawing/ },
  ),
  "an SVG behind a declaration, called PNG": image(
    () => text(`<?xml version="1.0"?><!-- x -->\n<svg onload="alert(1)"/>`),
    { filename: "x.png", contentType: "image/svg+xml", says: /SVG drawing/ },
  ),
  "a PNG of ten thousand megapixels": image(() => png(100_000, 100_000, Buffer.alloc(1000)), { says: /megapixels/ }),
  "a PNG that unpacks to more than its size": image(() => png(2, 2, Buffer.alloc(300_000_000)), {
    says: /unpacks to more than its size/,
  }),
  "a PNG that is cut off": image(() => small().subarray(0, 40), { says: /PNG is damaged or cut off/ }),
  "a JPEG of four thousand megapixels": image(largeJpeg, { says: /megapixels/ }),
  "a JPEG that is cut off": image(() => jpeg().subarray(0, 60), { says: /JPEG is damaged or cut off/ }),
};
