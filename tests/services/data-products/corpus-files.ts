import { gzipSync } from "node:zlib";

/** Files that nobody wishes for, and what each is to meet. Made here: none is kept in the repository. */

export type Hostile = {
  type: string;
  filename?: string;
  bytes: () => Uint8Array;
  /** `refused`: nothing is stored; otherwise what its processing ends in. */
  verdict: { refused: number } | { ends: "uploaded" | "processed" | "failed" };
  /** What is in it, told from its content. */
  contentType?: string;
};

const text = (content: string): Uint8Array => Buffer.from(content, "utf8");

const card = (content: string): string => content.padEnd(80);
const block = (cards: readonly string[], unit = 2880): Buffer => {
  const header = [...cards, "END"].map(card).join("");
  return Buffer.from(header.padEnd(Math.ceil(header.length / unit) * unit), "latin1");
};
const fits = (cards: readonly string[], data: Uint8Array = new Uint8Array()): Uint8Array =>
  Buffer.concat([block(["SIMPLE  =                    T", ...cards]), data]);

const table = "time,filter,magnitude,error\n60000.5,r,18.1,0.1\n";

/** A ZIP with one entry, stored, of this name. */
function zip(name: string, content: Uint8Array): Uint8Array {
  const entry = Buffer.from(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt32LE(content.byteLength, 18);
  local.writeUInt32LE(content.byteLength, 22);
  local.writeUInt16LE(entry.byteLength, 26);
  return Buffer.concat([local, entry, content]);
}

/** One entry that says it is 4 GB when it is unpacked. */
function endlessZip(): Uint8Array {
  const whole = Buffer.from(zip("bomb", text("x")));
  whole.writeUInt32LE(0xffffffff, 22);
  return whole;
}

/** A tar archive whose one entry is a symbolic link. */
function tarWithLink(to: string): Uint8Array {
  const header = Buffer.alloc(512);
  header.write("link", 0);
  header.write("0000777", 100);
  header.write("00000000000", 124);
  header.write("2", 156);
  header.write(to, 157);
  header.write("ustar", 257);
  return Buffer.concat([header, Buffer.alloc(1024)]);
}

const script = '<script>fetch("/api/v1/me")</script>';

const photometry = (bytes: () => Uint8Array, ends: "processed" | "failed", rest: Partial<Hostile> = {}): Hostile => ({
  type: "photometry",
  bytes,
  verdict: { ends },
  ...rest,
});
const image = (bytes: () => Uint8Array, rest: Partial<Hostile> = {}): Hostile => ({
  type: "image",
  bytes,
  verdict: { ends: "failed" },
  ...rest,
});

export const maxBytes = 1_000_000;

export const hostileFiles: Readonly<Record<string, Hostile>> = {
  empty: { type: "photometry", bytes: () => new Uint8Array(), verdict: { refused: 400 } },
  "one byte": photometry(() => text("x"), "failed"),
  "as large as may be": {
    type: "other",
    bytes: () => new Uint8Array(maxBytes).fill(65),
    verdict: { ends: "uploaded" },
  },
  "one byte more": { type: "other", bytes: () => new Uint8Array(maxBytes + 1).fill(65), verdict: { refused: 413 } },
  "a picture called a table": photometry(() => Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), "failed", {
    contentType: "image/png",
  }),
  "a page called FITS": image(() => text(`<!doctype html><html>${script}</html>`), {
    type: "fits_file",
    filename: "image.fits",
    contentType: "text/html",
  }),
  "a GIF that is a page too": image(() => text(`GIF89a/*<html>${script}*/=1;`), {
    filename: "x.gif",
    contentType: "image/gif",
  }),
  "an SVG with a program": image(
    () => text(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`),
    {
      filename: "x.svg",
      contentType: "image/svg+xml",
    },
  ),
  "a table of formulas": photometry(
    () => text('time,filter,magnitude,error,telescope\n60000.5,r,18.1,0.1,"=HYPERLINK(""http://x"")"\n'),
    "processed",
  ),
  "a table in UTF-16": photometry(
    () => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(table, "utf16le")]),
    "processed",
  ),
  "a table in UTF-16 without its mark": photometry(() => Buffer.from(table, "utf16le"), "failed"),
  "a table with a NUL": photometry(() => text(table.replace("r,18.1", "\0,18.1")), "failed"),
  "a table of many columns": photometry(() => text(`${"a,".repeat(200_000)}b\n`), "failed"),
  "half a table": photometry(() => text('time,filter,magnitude,error\n60000.5,"r'), "failed"),
  "gzip that grows a thousandfold": photometry(() => gzipSync(new Uint8Array(200_000_000)), "failed"),
  "a ZIP that climbs": photometry(() => zip("../../../../tmp/evil", text("x")), "failed", {
    contentType: "application/zip",
  }),
  "a ZIP in a ZIP": photometry(() => zip("inner.zip", zip("inner.zip", zip("x", text("x")))), "failed", {
    contentType: "application/zip",
  }),
  "a ZIP that claims to be endless": image(() => endlessZip(), { contentType: "application/zip" }),
  "a tar with a link out of it": photometry(() => tarWithLink("/etc/passwd"), "failed"),
  "gzip of gzip": image(() => gzipSync(gzipSync(new Uint8Array(50_000_000)))),
  "a binary VOTable that claims more than it has": photometry(
    () =>
      text(
        `<VOTABLE><RESOURCE><TABLE><FIELD name="mjd" datatype="double" arraysize="*"/><DATA><BINARY><STREAM encoding="base64">f////w==</STREAM></BINARY></DATA></TABLE></RESOURCE></VOTABLE>`,
      ),
    "failed",
  ),
  "FITS larger than it is": image(() =>
    fits([
      "BITPIX  =                  -64",
      "NAXIS   =                    2",
      "NAXIS1  =               100000",
      "NAXIS2  =               100000",
    ]),
  ),
  "FITS of negative size": image(() =>
    fits([
      "BITPIX  =                   16",
      "NAXIS   =                    2",
      "NAXIS1  =                   -5",
      "NAXIS2  =                    5",
    ]),
  ),
  "FITS cut short": image(() =>
    fits(
      [
        "BITPIX  =                   16",
        "NAXIS   =                    2",
        "NAXIS1  =                  100",
        "NAXIS2  =                  100",
      ],
      new Uint8Array(100),
    ),
  ),
  "FITS whose header has no end": image(() =>
    Buffer.from(`SIMPLE  =                    T${"COMMENT x".padEnd(80).repeat(11_000)}`),
  ),
};

/** Names of any sort, and what people are shown. */
export const hostileNames: Readonly<Record<string, string>> = {
  "../../etc/passwd": "passwd",
  "..\\..\\boot.ini": "boot.ini",
  CON: "CON",
  "a\u202egnp.exe": "agnp.exe",
  "..": "unnamed",
  "<img src=x onerror=alert(1)>.csv": "<img src=x onerror=alert(1)>.csv",
};
