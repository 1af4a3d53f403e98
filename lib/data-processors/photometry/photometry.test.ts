import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bjdTdbMjdToUtcMjd, hjdMjdToUtcMjd } from "@/lib/astro/barycentric";
import { toUtcMjd } from "@/lib/astro/time";
import type { PhotometryResult, ProcessRequest, UploadTimeScale } from "../contract";
import { resultComplaints } from "../contract-checks";
import { processorContractSuite } from "../contract-suite";
import { photometry } from "./index";

const fixture = (name: string): string => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");
const names = [
  "tom-toolkit.csv",
  "blanks.dat",
  "tabs.tsv",
  "ipac.tbl",
  "votable.xml",
  "forced.txt",
  "sncosmo.ecsv",
  "asassn.csv",
];

processorContractSuite("photometry", photometry, {
  good: Object.fromEntries(names.map((name) => [name, fixture(name)])),
});

const place = { raDeg: 150, decDeg: 20 };

async function read(
  content: string | Uint8Array,
  timeScale: UploadTimeScale = "utc",
  target: ProcessRequest["target"] = place,
): Promise<PhotometryResult> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const file = { size: bytes.length, read: (offset: number, length: number) => bytes.slice(offset, offset + length) };
  const result = await photometry.process({ file, name: "upload", timeScale, target, onProgress: () => undefined });
  expect(resultComplaints(result)).toEqual([]);
  return result;
}

const drafts = async (...given: Parameters<typeof read>) => (await read(...given)).rows.map(({ draft }) => draft);

describe("forms of files", () => {
  it("takes the columns of the TOM Toolkit, and a row with only a limit as a limit", async () => {
    const { rows, rejected } = await read(fixture("tom-toolkit.csv"));
    expect(rejected).toEqual([]);
    expect(rows[0]).toEqual({
      row: 2,
      draft: {
        observedAtMjd: 58849.1,
        originalTime: null,
        originalScale: null,
        band: "r",
        mag: 18.21,
        magErr: 0.03,
        fluxNjy: null,
        fluxErrNjy: null,
        limitMag: null,
        limitSigma: null,
        magSystem: null,
        brightness: "total",
        forced: false,
        forcedProducer: null,
        negative: false,
        timeReference: null,
        telescope: "LT",
        instrument: null,
        source: "LT",
        sourceId: null,
        raw: {},
      },
    });
    expect(rows[2]?.draft).toMatchObject({ band: "g", mag: null, limitMag: 20.4 });
  });

  it("takes a heading in a comment, JDs, keywords for all rows, and numbers rows as an editor does", async () => {
    const { rows } = await read(fixture("blanks.dat"));
    expect(rows.map(({ row }) => row)).toEqual([4, 5, 7]);
    expect(rows[0]?.draft).toMatchObject({ mag: 18.21, telescope: "NTT", band: "V" });
    expect(rows[0]?.draft.observedAtMjd).toBeCloseTo(58849.1, 8);
    expect(rows[1]?.draft.magErr).toBeNull();
    expect(rows[2]?.draft).toMatchObject({ mag: null, magErr: null, limitMag: 20.4 });
  });

  it("takes tabs and CRLF, dates of three kinds, and fluxes with their unit, negative ones too", async () => {
    const rows = await drafts(fixture("tabs.tsv"));
    expect(rows.map(({ observedAtMjd }) => observedAtMjd.toFixed(6))).toEqual([
      "58849.100000",
      "58850.120000",
      "58851.150000",
    ]);
    expect(rows[0]).toMatchObject({ fluxNjy: 191_200, fluxErrNjy: 5100, magSystem: "AB", negative: false });
    expect(rows[1]).toMatchObject({ fluxNjy: -3500, mag: null, negative: true });
  });

  it("takes IPAC tables by their bars, with their word for null", async () => {
    const { rows, notes } = await read(fixture("ipac.tbl"));
    expect(rows.map(({ row }) => row)).toEqual([7, 8, 9]);
    expect(rows[0]?.draft).toMatchObject({ observedAtMjd: 58849.1, mag: 18.21, limitMag: null, band: "zr" });
    expect(rows[0]?.draft.raw).toEqual({ oid: "100000001", hjd: "2458849.601234" });
    expect(rows[2]?.draft).toMatchObject({ mag: null, magErr: null, limitMag: 20.4 });
    expect(notes).toContain("Times are read from the column “mjd” as UTC.");
  });

  it("takes VOTables by name and UCD, with their time system", async () => {
    const rows = await drafts(fixture("votable.xml"));
    expect(rows[0]).toMatchObject({
      observedAtMjd: toUtcMjd(58849.1, "TT"),
      originalTime: "58849.1",
      originalScale: "TT",
      mag: 18.21,
      magErr: 0.03,
      telescope: "T & U",
    });
    expect(rows[1]?.magErr).toBeNull();
  });

  it("takes forced photometry by its flux, whose magnitudes carry the sign of it", async () => {
    const rows = await drafts(fixture("forced.txt"));
    expect(rows[1]).toMatchObject({ fluxNjy: -45_000, fluxErrNjy: 12_000, mag: null, band: "c", negative: true });
    expect(rows[1]?.raw).toMatchObject({ m: "-19.500", dm: "0.400" });
  });

  it("takes fluxes with zero points", async () => {
    const rows = await drafts(fixture("sncosmo.ecsv"));
    // 25 - 2.5 log10(100) = 20 mag AB.
    expect(rows[0]?.fluxNjy).toBeCloseTo(10 ** ((31.4 - 20) / 2.5), 6);
    expect(rows[0]).toMatchObject({ band: "sdssr", mag: null });
  });

  it("takes “fainter than” as a limit, and leaves the flux of that row alone", async () => {
    const rows = await drafts(fixture("asassn.csv"));
    expect(rows[0]).toMatchObject({ mag: 15.432, fluxNjy: 2_512_000, limitMag: null });
    expect(rows[0]).toMatchObject({ instrument: "be", raw: { HJD: "2458849.60123" } });
    expect(rows[1]).toMatchObject({ mag: null, magErr: null, fluxNjy: null, limitMag: 16.502 });
  });

  it("leaves out the limit of a row that has a measurement: it says how deep the image went", async () => {
    const rows = await drafts("mjd,filter,mag,flux_njy,limit\n59000,r,18,,20.5\n59001,r,,-50,20.5\n59002,r,,,20.5\n");
    expect(rows.map(({ mag, fluxNjy, limitMag }) => [mag, fluxNjy, limitMag])).toEqual([
      [18, null, null],
      [null, -50, null],
      [null, null, 20.5],
    ]);
  });

  it("reads a byte order mark as nothing, and Latin 1 with a note", async () => {
    expect(await drafts("\ufefftime,filter,mag\n59000,r,18\n")).toHaveLength(1);
    const latin = new Uint8Array(Buffer.from("time,filter,mag,telescope\n59000,r,18,Nordic Øst\n", "latin1"));
    const { rows, notes } = await read(latin);
    expect(rows[0]?.draft.telescope).toBe("Nordic Øst");
    expect(notes).toContain("The text is not UTF-8; it was read as Latin 1.");
  });

  it("takes semicolons with decimal commas, quotes with line breaks, and counts lines rightly after them", async () => {
    const { rows } = await read('mjd;filter;mag;note\n59000,5;r;18,25;"two\nlines"\n59001,5;r;18,5;x\n');
    expect(rows).toMatchObject([
      { row: 2, draft: { observedAtMjd: 59000.5, mag: 18.25, raw: { note: "two lines" } } },
      { row: 4, draft: { observedAtMjd: 59001.5 } },
    ]);
  });

  it("takes the unit of each row where rows have their own", async () => {
    const text = "mjd,bandpass,brightness,brightness_error,unit\n59000,r,18,0.1,AB mag\n59001,r,0.02,0.001,mJy\n";
    const rows = await drafts(text);
    expect(rows[0]).toMatchObject({ mag: 18, magErr: 0.1, magSystem: "AB", fluxNjy: null });
    expect(rows[1]).toMatchObject({ mag: null, magErr: null, fluxNjy: 20_000, fluxErrNjy: 1000 });
  });

  it("keeps cells that look like formulas as the text that they are", async () => {
    const { rows, rejected } = await read('mjd,filter,mag,telescope\n59000,r,18,"=HYPERLINK(""x"")"\n59001,r,=1+1,x\n');
    expect(rows[0]?.draft.telescope).toBe('=HYPERLINK("x")');
    expect(rejected).toEqual([{ row: 3, field: "mag", message: "“=1+1” is not a number." }]);
  });

  it("keeps a column called __proto__ as a name like any other", async () => {
    const [row] = await drafts("mjd,filter,mag,__proto__\n59000,r,18,x\n");
    expect(Object.keys(row?.raw ?? {})).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(row?.raw)).toBe(Object.prototype);
  });
});

describe("verdicts on rows", () => {
  it.each([
    ["a time that is none", "x,r,18,0.1,", "time", /“x” is not a time/],
    ["a time of no day", "2020-02-30,r,18,0.1,", "time", /no such day/],
    ["a time before photometry", "0020-01-01T00:00:00Z,r,18,0.1,", "time", /is not a time from 1858 to 2132/],
    ["no time", ",r,18,0.1,", "time", /A time is needed/],
    ["a number that is no date", "1500,r,18,0.1,", "time", /neither an MJD nor a JD/],
    ["a filter that is a control character", "59000,\u0001,18,0.1,", "filter", /A filter is needed/],
    ["no filter", "59000,,18,0.1,", "filter", /A filter is needed/],
    ["no brightness", "59000,r,,,", "magnitude", /A magnitude, a flux or a limit is needed/],
    ["a magnitude out of range", "59000,r,75,0.1,", "magnitude", /75 is not a magnitude/],
    ["a magnitude that is text", "59000,r,bright,0.1,", "magnitude", /“bright” is not a number/],
    ["a negative error", "59000,r,18,-0.1,", "error", /must not be negative/],
    ["a limit that is text", "59000,r,,,deep", "limit", /“deep” is not a number/],
    ["too many cells", "59000,r,18,0.1,,,7", "", /has 7 cells where the heading has 5/],
  ])("rejects %s, and keeps the rows around it", async (_what, line, field, message) => {
    const { rows, rejected, rejectedTotal } = await read(
      `time,filter,magnitude,error,limit\n59000,r,18,0.1,\n${line}\n59002,r,18,0.1,\n`,
    );
    expect(rows.map(({ row }) => row)).toEqual([2, 4]);
    expect(rejected).toEqual([{ row: 3, field, message: expect.stringMatching(message) }]);
    expect(rejectedTotal).toBe(1);
  });

  it.each(["nan", "NULL", "--", "99.99", "-999", ""])("takes the magnitude “%s” as none", async (text) => {
    const [row] = await drafts(`time,filter,magnitude,error,limit\n59000,r,${text},99.99,20.5\n`);
    expect(row).toMatchObject({ mag: null, magErr: null, limitMag: 20.5 });
  });

  it("takes a magnitude that is marked as an upper limit as the limit", async () => {
    const [row] = await drafts("time,filter,magnitude,error,upperlimit\n59000,r,20.1,,T\n");
    expect(row).toMatchObject({ mag: null, limitMag: 20.1 });
  });

  it("lists the first thousand rejected rows, and counts all", async () => {
    const { rejected, rejectedTotal } = await read(`mjd,filter,mag\n${"59000,r,x\n".repeat(1500)}`);
    expect([rejected.length, rejectedTotal]).toEqual([1000, 1500]);
  });
});

describe("time scales", () => {
  const one = (heading: string, value: string) => `${heading},filter,mag\n${value},r,18\n`;

  it.each([
    ["tai", "TAI"],
    ["tt", "TT"],
    ["tdb", "TDB"],
  ] as const)("turns %s into UTC and keeps what was given", async (timeScale, scale) => {
    const [row] = await drafts(one("mjd", "59000.500"), timeScale);
    expect(row).toMatchObject({
      observedAtMjd: toUtcMjd(59000.5, scale),
      originalTime: "59000.500",
      originalScale: scale,
    });
  });

  it("turns HJD and BJD into UTC by the place of the target", async () => {
    const [hjd] = await drafts(one("hjd", "2459000.5"), "hjd");
    expect(hjd?.originalScale).toBe("HJD");
    expect(((hjd?.observedAtMjd ?? 0) - hjdMjdToUtcMjd(59000, place)) * 86_400).toBeCloseTo(0, 2);
    const [bjd] = await drafts(one("time", "2459000.5"), "bjd_tdb");
    expect(bjd?.originalScale).toBe("BJD_TDB");
    expect(((bjd?.observedAtMjd ?? 0) - bjdTdbMjdToUtcMjd(59000, place)) * 86_400).toBeCloseTo(0, 2);
  });

  it("refuses a row whose HJD or BJD is no time at all, and reads the others", async () => {
    for (const scale of ["hjd", "bjd_tdb"] as const) {
      const { rows, rejected } = await read("time,filter,magnitude\n1e200,g,18\n2459000.5,g,18\n2.4D12,g,18\n", scale);
      expect(rows.map(({ row }) => row)).toEqual([3]);
      expect(rejected.map(({ row, field }) => [row, field])).toEqual([
        [2, "time"],
        [4, "time"],
      ]);
    }
  });

  it("refuses HJD for a target without a place", async () => {
    await expect(read(one("mjd", "59000"), "hjd", { raDeg: null, decDeg: null })).rejects.toThrow(
      /become UTC by the position of the target, and this one has none/,
    );
  });

  it("believes a column that says its scale, and a date with a zone", async () => {
    const [tai] = await drafts(one("MJD (TAI)", "59000.5"));
    expect(tai).toMatchObject({ observedAtMjd: toUtcMjd(59000.5, "TAI"), originalScale: "TAI" });
    const [zoned] = await drafts(one("date", "2020-05-31T12:00:00Z"), "tai");
    expect(zoned).toMatchObject({ observedAtMjd: 59000.5, originalScale: null });
    const [plain] = await drafts(one("date", "2020-05-31T12:00:00"), "tai");
    expect(plain).toMatchObject({ observedAtMjd: toUtcMjd(59000.5, "TAI"), originalScale: "TAI" });
  });

  it("takes the column that suits the scale where there are several", async () => {
    const text = "mjd,hjd,filter,mag\n59000.5,2459001.003,r,18\n";
    expect((await drafts(text))[0]).toMatchObject({ observedAtMjd: 59000.5, originalScale: null });
    expect((await drafts(text, "hjd"))[0]).toMatchObject({ originalTime: "2459001.003", originalScale: "HJD" });
  });

  it("adds what the heading says was taken off, and refuses a short JD otherwise", async () => {
    const [row] = await drafts(one("JD-2450000", "9000.25"));
    expect(row?.observedAtMjd).toBeCloseTo(58999.75, 9);
    const { rejected } = await read(one("jd", "9000.25"));
    expect(rejected[0]?.message).toMatch(/not a whole Julian date/);
  });
});

describe("files that are refused", () => {
  it.each([
    ["no time column", "filter,mag\nr,18\n", /No column has a time/],
    ["no filter", "mjd,mag\n59000,18\n", /No column has the filter/],
    ["no brightness", "mjd,filter\n59000,r\n", /No column has a brightness/],
    ["a flux without unit", "mjd,filter,flux\n59000,r,18\n", /does not say its unit/],
    ["no heading", "59000,r,18\n59001,r,18\n", /Begin with a line like/],
    ["no rows", "mjd,filter,mag\n", /a heading, but no rows/],
    ["a quotation mark that stays open", 'mjd,filter,mag\n59000,r,"18\n', /Line 2: a quotation mark/],
    [
      "a VOTable around a FITS file",
      "<VOTABLE><RESOURCE><TABLE><DATA><FITS><STREAM/></FITS></DATA></TABLE></RESOURCE></VOTABLE>",
      /as a FITS file\. Save it with TABLEDATA/,
    ],
    ["XML that is broken", "<VOTABLE><RESOURCE></VOTABLE>", /not well formed/],
    ["a FITS file", `SIMPLE  =                    T${" ".repeat(2850)}`, /is a FITS file/],
  ])("says so of %s", async (_what, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});

describe("binary VOTables", () => {
  const fields = `<FIELD name="mjd" datatype="double"/><FIELD name="filter" datatype="char" arraysize="*"/>
    <FIELD name="mag" datatype="float"/><FIELD name="flag" datatype="bit" arraysize="9"/>
    <FIELD name="mag_err" datatype="float"/><FIELD name="visit" datatype="short"><VALUES null="-1"/></FIELD>
    <FIELD name="telescope" datatype="unicodeChar" arraysize="4"/>`;
  const document = (kind: string, stream: string) =>
    `<VOTABLE><RESOURCE><TABLE>${fields}<DATA><${kind}>${stream}</${kind}></DATA></TABLE></RESOURCE></VOTABLE>`;

  function rowBytes(mjd: number, filter: string, mag: number, magErr: number, telescope: string): Buffer {
    const bytes = Buffer.alloc(8 + 4 + filter.length + 4 + 2 + 4 + 2 + 8);
    let at = bytes.writeDoubleBE(mjd);
    at = bytes.writeInt32BE(filter.length, at);
    at += bytes.write(filter, at, "latin1");
    at = bytes.writeFloatBE(mag, at) + 2;
    at = bytes.writeFloatBE(magErr, at);
    at = bytes.writeInt16BE(-1, at);
    bytes.write(telescope, at, "utf16le");
    bytes.subarray(at).swap16();
    return bytes;
  }
  const first = rowBytes(59000.25, "sdssr", 18.1, 0.1, "ÉSO");
  const second = rowBytes(59001.5, "V", 18.2, Number.NaN, "NTT1");
  const base64 = (...parts: readonly Uint8Array[]): string => {
    const text = Buffer.concat(parts).toString("base64");
    return `<STREAM encoding="base64">\n${text.slice(0, 20)}\n ${text.slice(20)}\n</STREAM>`;
  };
  const expected = [
    { observedAtMjd: 59000.25, band: "sdssr", mag: 18.1, magErr: 0.1, telescope: "ÉSO" },
    { observedAtMjd: 59001.5, band: "V", mag: 18.2, magErr: null, telescope: "NTT1" },
  ];

  it("are read as if their rows were text: numbers, texts of any length, bits, missing values", async () => {
    expect(await drafts(document("BINARY", base64(first, second)))).toMatchObject(expected);
  });

  it("of the second form say by a bit a column what is missing", async () => {
    const masked = Buffer.from(first);
    const rows = base64(Buffer.from([0]), second, Buffer.from([0b0000_1010]), masked);
    const [known, hidden] = await drafts(document("BINARY2", rows));
    expect(known).toMatchObject({ ...expected[1] });
    expect(hidden).toMatchObject({ ...expected[0], magErr: null, telescope: null });
  });

  it.each([
    ["cut short", base64(first, second.subarray(0, 20)), /cut short or damaged/],
    ["of a text longer than the file", base64(Buffer.from(first).fill(255, 8, 12)), /cut short or damaged/],
    ["not base64", '<STREAM encoding="base64">a*b</STREAM>', /cut short or damaged/],
    ["packed", '<STREAM encoding="gzip">abcd</STREAM>', /a form other than base64/],
    ["in another file", '<STREAM encoding="base64" href="rows.bin"/>', /in another file\. Save it with TABLEDATA/],
  ])("%s are refused with a sentence", async (_what, stream, message) => {
    await expect(read(document("BINARY", stream))).rejects.toThrow(message);
  });
});

describe("texts of other programs", () => {
  it.each(["utf16le", "utf16be"] as const)("are read in %s where their mark says so", async (encoding) => {
    const bytes = Buffer.from("\ufefftime,filter,magnitude,telescope\r\n59000.25,r,18.1,ÉSO\r\n", "utf16le");
    if (encoding === "utf16be") bytes.swap16();
    expect(await drafts(new Uint8Array(bytes))).toMatchObject([
      { observedAtMjd: 59000.25, band: "r", mag: 18.1, telescope: "ÉSO" },
    ]);
  });

  it("of Astropy (ECSV) may have blanks and commas within quotation marks, nothing, and units", async () => {
    const head = [
      "# %ECSV 1.0",
      "# ---",
      "# datatype:",
      "# - {name: mjd, unit: d, datatype: float64}",
      "# - {name: filter, datatype: string}",
      "# - {name: flux, unit: uJy, datatype: float64}",
      "# - {name: telescope, datatype: string}",
    ];
    const spaced = [...head, "mjd filter flux telescope", '59000.25 r 100.0 "NTT, La Silla"', '59001.25 r 50.0 ""', ""];
    expect(await drafts(spaced.join("\n"))).toMatchObject([
      { fluxNjy: 100_000, telescope: "NTT, La Silla" },
      { fluxNjy: 50_000, telescope: null },
    ]);
    const commas = [...head, "# delimiter: ','", "mjd,filter,flux,telescope", "59000.25,r,100.0,NTT 1", ""];
    expect(await drafts(commas.join("\n"))).toMatchObject([{ fluxNjy: 100_000, telescope: "NTT 1" }]);
  });

  it("with columns of fixed width are read by their blanks, under a heading that may be a comment", async () => {
    const text =
      "#  mjd        filter   mag     err\n   59000.25   r        18.100  0.010\n   59001.25   r        -       -\n";
    const { rows, rejected } = await read(text);
    expect(rows.map(({ draft }) => draft)).toMatchObject([{ mag: 18.1, magErr: 0.01 }]);
    expect(rejected).toHaveLength(1);
  });
});

describe("tables with empty cells", () => {
  const head = "mjd        filter  mag    err    limit\n";

  it("between blanks are taken row by row: no value ever moves into another column", async () => {
    const { rows, rejected } = await read(
      `${head}59000.00   r       18.10  0.10   nan\n59001.00   r                     20.1\n59002.00   r       18.3   -      -\n`,
    );
    expect(rows.map(({ row }) => row)).toEqual([2, 4]);
    expect(rejected).toEqual([
      {
        row: 3,
        field: "",
        message:
          "The row has 3 cells where the heading has 5; between blanks a missing value must be written, as nan or a hyphen.",
      },
    ]);
  });

  it("keep a heading that is a comment when the first row is short", async () => {
    const { rows, rejected } = await read("# mjd filter mag err\n59000 r 18.1\n59001 r 18.2 0.1\n");
    expect(rows.map(({ row }) => row)).toEqual([3]);
    expect(rejected.map(({ row }) => row)).toEqual([2]);
  });

  it("of Astropy (ECSV) are not filled up with nothing at the end of a row", async () => {
    const ecsv = '# %ECSV 1.0\n# ---\nmjd filter mag limit\n59000 r 18 19\n59001 r 20.5\n59002 r "" 20\n';
    const { rows, rejected } = await read(ecsv);
    expect(rows.map(({ draft }) => [draft.mag, draft.limitMag])).toEqual([
      [18, null],
      [null, 20],
    ]);
    expect(rejected.map(({ row }) => row)).toEqual([5]);
  });

  it.each(["", "   "])("of IPAC are read by place, with an empty cell as null (indent “%s”)", async (indent) => {
    const table = [
      "|mjd      |filter|mag   |err   |limit |",
      "|double   |char  |double|double|double|",
      " 59000.0   r      18.1   0.1          ",
      " 59001.0   r                    20.1  ",
      " 59002.0          18.1   0.1          ",
    ];
    const { rows, rejected } = await read(table.map((line) => `${indent}${line}\n`).join(""));
    expect(rows.map(({ draft }) => [draft.mag, draft.magErr, draft.limitMag])).toEqual([
      [18.1, 0.1, null],
      [null, null, 20.1],
    ]);
    expect(rejected).toEqual([{ row: 5, field: "filter", message: "A filter is needed." }]);
  });

  it("with bars in each row are read between the bars", async () => {
    const { rows, rejected } = await read(
      "| mjd | filter | mag | err |\n|-----|:------:|-----|-----|\n| 59000 | r | 18.1 | |\n| 59001 | | 18.2 | 0.1 |\n",
    );
    expect(rows.map(({ row, draft }) => [row, draft.mag, draft.magErr])).toEqual([[3, 18.1, null]]);
    expect(rejected).toEqual([{ row: 4, field: "filter", message: "A filter is needed." }]);
  });
});

describe("blanks within a value", () => {
  it("between the day and the time of day do not separate them", async () => {
    const { rows, rejected } = await read(
      "date filter mag err\n2020-05-31 12:00:00 r 18.1 0.1\n2020-05-31 12:00:00 18.2 0.1\n",
    );
    expect(rows.map(({ draft }) => [draft.observedAtMjd, draft.band])).toEqual([[59000.5, "r"]]);
    expect(rejected.map(({ row }) => row)).toEqual([3]);
  });

  it("before a unit in the heading do not make a column of it", async () => {
    expect(await drafts("mjd filter flux (mJy)\n59000 r 0.02\n")).toMatchObject([{ fluxNjy: 20_000 }]);
  });
});
