import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { type Hostile, image, photometry, spectrum, text, unread } from "./entry";

type Entry = { name: string; content: Uint8Array; saysBytes?: number };

/** A ZIP of these entries, deflated. */
function zip(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const packedOf = new Map<Uint8Array, Buffer>();
  let offset = 0;
  for (const { name, content, saysBytes = content.byteLength } of entries) {
    const packed = packedOf.get(content) ?? deflateRawSync(content);
    packedOf.set(content, packed);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.byteLength, 14);
    common.writeUInt32LE(saysBytes, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0", "latin1"), common, rest, Buffer.from(name)]));
    parts.push(local);
    offset += local.byteLength;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(index.byteLength, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, index, end]);
}

const copies = (content: Uint8Array): Uint8Array =>
  zip(Array.from({ length: 16 }, (_, at) => ({ name: `lib ${at}.zip`, content })));

/** Like 42.zip: sixteen archives in each of sixteen, five deep; all of it together is 64 MB sixteen to the fifth times. */
function zip42(): Uint8Array {
  let whole: Uint8Array = zip([{ name: "0.dll", content: Buffer.alloc(64 * 1024 * 1024) }]);
  for (let depth = 0; depth < 5; depth += 1) whole = copies(whole);
  return whole;
}

/** A tar archive of one member: "2" is a symbolic link, "0" a file. */
function tar(name: string, kind: "0" | "2", to = ""): Uint8Array {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write("0000777", 100);
  header.write("00000000000", 124);
  header.write("        ", 148);
  header.write(kind, 156);
  header.write(to, 157);
  header.write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, Buffer.alloc(1024)]);
}

const table = "time,filter,magnitude,error\n60000.5,r,18.1,0.1\n";
const archive = { contentType: "application/zip", says: /ZIP archive/ } as const;
const packed = { contentType: "application/gzip" } as const;

export const archives: Readonly<Record<string, Hostile>> = {
  "a ZIP that climbs": photometry(() => zip([{ name: "../../../../tmp/evil", content: text("x") }]), archive),
  "a ZIP with an absolute path": unread(() => zip([{ name: "/etc/cron.d/evil", content: text("x") }]), {
    contentType: "application/zip",
  }),
  "a ZIP in a ZIP": photometry(
    () => zip([{ name: "inner.zip", content: zip([{ name: "inner.zip", content: zip([]) }]) }]),
    archive,
  ),
  "ZIPs five deep, sixteen in each": photometry(zip42, archive),
  "ZIPs five deep, as a spectrum": spectrum(zip42, archive),
  "ZIPs five deep, as an image": image(zip42, archive),
  "a ZIP that claims to be endless": image(
    () => zip([{ name: "bomb", content: text("x"), saysBytes: 0xffffffff }]),
    archive,
  ),
  "a ZIP of ten thousand files": photometry(
    () => zip(Array.from({ length: 10_000 }, (_, at) => ({ name: `${at}`, content: archiveless }))),
    archive,
  ),
  "an empty ZIP": photometry(() => zip([]), { contentType: "application/zip", says: /empty ZIP archive/ }),
  "a spreadsheet called CSV": photometry(() => zip([{ name: "xl/workbook.xml", content: text("<workbook/>") }]), {
    ...archive,
    filename: "table.csv",
    says: /spreadsheet/,
  }),
  "gzip that grows a thousandfold": photometry(() => gzipSync(Buffer.alloc(200_000_000)), {
    ...packed,
    says: /more than 100 times its size/,
  }),
  "gzip of 4 GB of zeros, member after member": photometry(
    () => Buffer.concat(Array<Buffer>(80).fill(gzipSync(Buffer.alloc(50_000_000)))),
    { ...packed, says: /more than 256 MB/ },
  ),
  "gzip of gzip": image(() => gzipSync(gzipSync(Buffer.alloc(50_000_000))), { ...packed, says: /compressed twice/ }),
  "gzip that is cut off": photometry(() => gzipSync(table).subarray(0, 30), { ...packed, says: /damaged or cut off/ }),
  "gzip with a byte turned": photometry(() => turned(gzipSync(table)), { ...packed, says: /damaged or cut off/ }),
  "gzip of nothing": photometry(() => gzipSync(""), { ...packed, says: /holds an empty file/ }),
  "gzip of a ZIP": photometry(() => gzipSync(zip([])), { ...packed, says: /empty ZIP archive/ }),
  "a tar with a link out of it": photometry(() => tar("link", "2", "/etc/passwd"), {
    contentType: "application/x-tar",
    says: /tar archive/,
  }),
  "a tar that climbs": image(() => tar("../../../tmp/evil", "0"), {
    contentType: "application/x-tar",
    says: /tar archive/,
  }),
  "a compressed tar with a link out of it": photometry(() => gzipSync(tar("link", "2", "../../app.db")), {
    ...packed,
    says: /tar archive/,
  }),
  "bzip2 that is none": photometry(() => text(`BZh9${"1AY&SY".repeat(20)}`), {
    contentType: "application/x-bzip2",
    says: /bzip2/,
  }),
};

const archiveless = text("");

function turned(bytes: Buffer): Buffer {
  const at = bytes.byteLength - 6;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
  return bytes;
}
