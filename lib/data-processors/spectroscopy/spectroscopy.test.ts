import { describe, expect, it } from "vitest";
import { toUtcMjd } from "@/lib/astro/time";
import type { SpectroscopyResult, UploadTimeScale } from "../contract";
import { resultComplaints } from "../contract-checks";
import { processorContractSuite } from "../contract-suite";
import { type Cards, emptyPrimary, headerOf, imageHdu, joined, tableHdu } from "../reading/testing";
import { spectroscopy } from "./index";

const numbers = (count: number, at: (index: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => at(i));
const flux = numbers(50, (index) => 1e-15 * (1 + index));
const line = (cards: Cards = {}, bitpix = -64): Uint8Array =>
  imageHdu({ axes: [50], bitpix, values: flux, cards: { CRVAL1: 4000, CDELT1: 2, CRPIX1: 1, ...cards } });

const tomToolkit = `# FACILITY: NTT
# DATE-OBS: 2020-01-07T12:34:56.789
# OBJECT: SN 2020abc
wavelength,flux
4000.0,1.5e-15
4002.0,1.6e-15
4004.0,1.4e-15
`;

const table = joined(
  emptyPrimary({ OBJECT: "SN 2020abc" }),
  tableHdu(
    [
      { name: "WAVE", form: "D", unit: "nm", rows: numbers(20, (i) => 400 + i).map((value) => [value]) },
      { name: "FLUX", form: "E", unit: "erg/s/cm2/Angstrom", rows: numbers(20, (i) => i + 1).map((value) => [value]) },
      { name: "ERR", form: "E", rows: numbers(20, () => 0.5).map((value) => [value]) },
    ],
    { "MJD-OBS": 58855.5, EXPTIME: 900, TELESCOP: "ESO-VLT-U2" },
  ),
);

const phase3 = joined(
  emptyPrimary(),
  tableHdu([
    { name: "WAVE", form: "30D", unit: "Angstrom", rows: [numbers(30, (i) => 4000 + i)] },
    { name: "FLUX", form: "30E", unit: "erg cm-2 s-1 Angstrom-1", rows: [numbers(30, (i) => i)] },
    { name: "ERR", form: "30E", rows: [numbers(30, () => 0.1)] },
  ]),
);

processorContractSuite("spectroscopy", spectroscopy, {
  good: {
    "a text of the TOM Toolkit": tomToolkit,
    "columns without a heading": "4000 1 0.1\n4001 2 0.1\n4002 3 0.1\n",
    "FITS with a linear scale": line({ BUNIT: "erg/s/cm2/A" }),
    "a FITS table": table,
    "arrays in a FITS table": phase3,
  },
});

async function read(content: string | Uint8Array, timeScale: UploadTimeScale = "utc"): Promise<SpectroscopyResult> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const file = { size: bytes.length, read: (offset: number, length: number) => bytes.slice(offset, offset + length) };
  const target = { raDeg: 150, decDeg: 20 };
  const result = await spectroscopy.process({ file, name: "upload", timeScale, target, onProgress: () => undefined });
  expect(resultComplaints(result)).toEqual([]);
  return result;
}

const first = async (...given: Parameters<typeof read>) => {
  const { spectra } = await read(...given);
  const draft = spectra[0]?.draft;
  if (!draft) throw new Error("no spectrum");
  return draft;
};

describe("spectra as text", () => {
  it("take the keywords of the TOM Toolkit, and the time with its seconds", async () => {
    const draft = await first(tomToolkit);
    expect(draft).toMatchObject({
      telescope: "NTT",
      object: "SN 2020abc",
      wavelengthUnit: "Angstrom",
      wavelengthUnitSaid: false,
      fluxUnit: null,
      error: null,
    });
    expect([...draft.wavelength]).toEqual([4000, 4002, 4004]);
    expect(draft.observed?.observedAtMjd).toBeCloseTo(58855.524268391, 8);
  });

  it("take units of headings and of header lines, and errors", async () => {
    const draft = await first(
      "# EXPTIME = 1200. / s\nwavelength (nm) , flux (mJy), err\n700.5,1,0.1\n701,2,nan\n701.5,3,0.1\n",
    );
    expect(draft).toMatchObject({ wavelengthUnit: "nm", wavelengthUnitSaid: true, fluxUnit: "mJy", exposureS: 1200 });
    expect([...(draft.error ?? [])]).toEqual([0.1, Number.NaN, 0.1]);
    const other = await first("# WAVELENGTH_UNIT: micron\n# MEDIUM: vacuum\n# wave flux\n1.1 5\n1.2 6\n");
    expect(other).toMatchObject({ wavelengthUnit: "um", medium: "vacuum" });
  });

  it("take FITS-like header lines without a comment sign", async () => {
    const draft = await first(
      "OBJECT  = 'SN 2020abc'         / name\nDATE-OBS= '2020-01-07'\nUT      = '12:00:00'\nINSTRUME= 'EFOSC'\nEND\n4000 1\n4001 2\n",
    );
    expect(draft).toMatchObject({ object: "SN 2020abc", instrument: "EFOSC" });
    expect(draft.observed?.observedAtMjd).toBeCloseTo(58855.5, 9);
  });

  it("take columns without a heading, the first line too, in any order of wavelength", async () => {
    const { spectra, notes } = await read("4002 3 0.3\n4001 2 0.2\n4000 1 0.1\n");
    expect([...(spectra[0]?.draft.flux ?? [])]).toEqual([1, 2, 3]);
    expect(notes).toContain("The file does not say the unit of wavelength; Angstrom is assumed.");
  });

  it("reject rows that are none, by their line, and leave out gaps", async () => {
    const { spectra, rejected, notes } = await read(
      "wavelength,flux\n4000,1\n-1,2\nx,3\n4001,bright\n4002,nan\n4003,4\n",
    );
    expect(rejected.map(({ row, field }) => [row, field])).toEqual([
      [3, "wavelength"],
      [4, "wavelength"],
      [5, "flux"],
    ]);
    expect(spectra[0]?.draft.wavelength).toHaveLength(2);
    expect(notes).toContain("1 samples without a finite wavelength or flux were left out.");
  });

  it.each([
    ["a frequency", "# WAVELENGTH_UNIT: GHz\n100 1\n101 2\n", /over frequency, energy or velocity/],
    ["a unit that is none", "wavelength (parsec),flux\n100,1\n101,2\n", /“parsec” is not a unit of wavelength/],
    ["micrometres that do not say so", "0.4 1\n0.5 2\n", /end at 0\.5000 and have no unit/],
    ["a single sample", "wavelength,flux\n4000,1\n", /fewer than two samples/],
    ["other columns", "time,filter\n1,2\n", /The columns are not known/],
  ])("refuse %s", async (_what, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});

describe("spectra as FITS images", () => {
  it.each([
    ["CRVAL1 and CDELT1", {}, 4000, 4098],
    ["CD1_1 and a reference pixel", { CDELT1: 1, CD1_1: 1, CRPIX1: 11 }, 3990, 4039],
    ["a logarithmic scale of IRAF", { CRVAL1: 3.6, CDELT1: 0.001, "DC-FLAG": 1 }, 10 ** 3.6, 10 ** 3.649],
    ["a logarithmic scale of FITS", { CTYPE1: "WAVE-LOG" }, 4000, 4000 * Math.exp(98 / 4000)],
    ["the coefficients of SDSS", { COEFF0: 3.6, COEFF1: 0.0001 }, 10 ** 3.6, 10 ** 3.6049],
    [
      "IRAF multispec",
      { CTYPE1: "MULTISPE", WAT2_001: 'wtype=multispec spec1 = "1 1 0 5000. 2. 50 0. 10. 20."' },
      5000,
      5098,
    ],
  ] as const)("have %s", async (_name, cards: Cards, from, to) => {
    const { wavelength } = await first(line(cards));
    expect(wavelength[0]).toBeCloseTo(from, 6);
    expect(wavelength.at(-1)).toBeCloseTo(to, 6);
  });

  it("keep units, medium, scale of time, and what was observed with what", async () => {
    const draft = await first(
      line({
        CUNIT1: "nm",
        CTYPE1: "AWAV",
        BUNIT: "10**(-16)erg/s/cm2/A",
        "DATE-OBS": "2020-01-07T12:00:00",
        TIMESYS: "TT",
        "ESO OBS NAME": "x",
        OBSERVER: "O'Neil",
      }),
    );
    expect(draft).toMatchObject({
      wavelengthUnit: "nm",
      medium: "air",
      fluxUnit: "10**(-16)erg/s/cm2/A",
      observer: "O'Neil",
      observed: { observedAtMjd: toUtcMjd(58855.5, "TT"), originalScale: "TT", originalTime: "2020-01-07T12:00:00" },
    });
    expect((await first(line({ "MJD-OBS": 58855.5 }), "tai")).observed).toMatchObject({ originalScale: "TAI" });
  });

  it("read scaled integers with their undefined value", async () => {
    const values = numbers(50, (index) => (index === 3 ? -32768 : index));
    const hdu = imageHdu({
      axes: [50],
      bitpix: 16,
      values,
      cards: { CRVAL1: 4000, CDELT1: 1, BSCALE: 0.5, BZERO: 100, BLANK: -32768 },
    });
    const draft = await first(hdu);
    expect(draft.flux).toHaveLength(49);
    expect([draft.flux[0], draft.flux[3]]).toEqual([100, 102]);
  });

  it("read IRAF's four planes: the first is the flux, the fourth its sigma", async () => {
    const values = [
      ...numbers(10, () => 5),
      ...numbers(10, () => 6),
      ...numbers(10, () => 7),
      ...numbers(10, () => 0.25),
    ];
    const draft = await first(
      imageHdu({
        axes: [10, 1, 4],
        bitpix: -32,
        values,
        cards: { CRVAL1: 4000, CD1_1: 1, BANDID1: "spectrum - background fit", BANDID4: "sigma - background fit" },
      }),
    );
    expect([draft.flux[0], draft.error?.[0]]).toEqual([5, 0.25]);
  });

  it.each([
    ["no scale", imageHdu({ axes: [50], bitpix: -64, values: flux }), /no wavelength scale/],
    [
      "a picture",
      imageHdu({ axes: [80, 80], bitpix: 8, values: new Uint8Array(6400) }),
      /is a picture, not an extracted spectrum/,
    ],
    ["a frequency axis", line({ CTYPE1: "FREQ" }), /over frequency/],
    [
      "multispec with a function",
      line({ CTYPE1: "MULTISPE", WAT2_001: 'wtype=multispec spec1 = "1 1 2 5000. 2. 50 0. 10. 20. 1. 0. 1 3"' }),
      /not linear/,
    ],
    ["nothing", emptyPrimary(), /holds no spectrum/],
    [
      "a negative axis",
      headerOf([
        ["SIMPLE", true],
        ["BITPIX", 8],
        ["NAXIS", 1],
        ["NAXIS1", -5],
      ]),
      /NAXIS1 is -5/,
    ],
    [
      "a huge axis",
      headerOf([
        ["SIMPLE", true],
        ["BITPIX", 8],
        ["NAXIS", 1],
        ["NAXIS1", 1e15],
      ]),
      /promises .* bytes of data, but 0 are there/,
    ],
    ["half its data", line().slice(0, 3000), /promises 400 bytes of data, but 120 are there/],
    ["a header without end", headerOf([["SIMPLE", true]], false), /never ends/],
    [
      "a million cards",
      headerOf(numbers(1_000_000, (i) => i).map((i) => [i === 0 ? "SIMPLE" : `K${i}`, i === 0] as const)),
      /longer than 1 MB/,
    ],
  ])("are refused with %s", async (_what, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });
});

describe("spectra as FITS tables", () => {
  it("have a sample a row, with units of columns, and what the primary header says", async () => {
    const draft = await first(table);
    expect(draft).toMatchObject({
      object: "SN 2020abc",
      telescope: "ESO-VLT-U2",
      exposureS: 900,
      wavelengthUnit: "nm",
      fluxUnit: "erg/s/cm2/Angstrom",
      observed: { observedAtMjd: 58855.5 },
    });
    expect([draft.wavelength[1], draft.flux[1], draft.error?.[1]]).toEqual([401, 2, 0.5]);
  });

  it("have a spectrum a row, in arrays", async () => {
    expect((await first(phase3)).wavelength).toHaveLength(30);
    const two = joined(
      emptyPrimary(),
      tableHdu([
        {
          name: "lambda",
          form: "4D",
          unit: "um",
          rows: [
            [1, 2, 3, 4],
            [5, 6, 7, 8],
          ],
        },
        {
          name: "flux",
          form: "4E",
          rows: [
            [1, 1, 1, 1],
            [2, 2, 2, 2],
          ],
        },
      ]),
    );
    const { spectra } = await read(two);
    expect(spectra.map(({ row, draft }) => [row, draft.wavelength[0], draft.wavelengthUnit])).toEqual([
      [1, 1, "um"],
      [2, 5, "um"],
    ]);
  });

  it("have logarithms and inverse variances, as SDSS writes them", async () => {
    const draft = await first(
      joined(
        emptyPrimary(),
        tableHdu([
          { name: "flux", form: "E", rows: [[1], [2], [3]] },
          { name: "loglam", form: "E", rows: [[3.5], [3.75], [4]] },
          { name: "ivar", form: "E", rows: [[4], [0], [16]] },
        ]),
      ),
    );
    expect(draft.wavelength[2]).toBeCloseTo(10_000, 6);
    expect([...(draft.error ?? [])]).toEqual([0.5, Number.NaN, 0.25]);
  });

  it("have scaled and undefined integers, and arrays of changing length", async () => {
    const draft = await first(
      joined(
        emptyPrimary(),
        tableHdu(
          [
            { name: "WAVELENGTH", form: "1PD", unit: "Angstrom", rows: [[4000, 4001, 4002]] },
            { name: "FLUX", form: "1PI", rows: [[-32768, 7, -1]] },
          ],
          { TZERO2: 32768, TNULL2: -1 },
        ),
      ),
    );
    expect([...draft.wavelength]).toEqual([4000, 4001]);
    expect([...draft.flux]).toEqual([0, 32775]);
  });

  it.each([
    ["columns beyond the row", { TFORM1: "500D" }, /its columns need/],
    ["a form that is none", { TFORM2: "Z" }, /TFORM2 is Z/],
  ] as const)("are refused with %s", async (_what, cards: Cards, message) => {
    const damaged = Buffer.from(table);
    for (const [key, value] of Object.entries(cards)) {
      const at = damaged.indexOf(`${key.padEnd(8)}=`);
      damaged.write(`${key.padEnd(8)}= '${value}'`.padEnd(80), at, "latin1");
    }
    await expect(read(new Uint8Array(damaged))).rejects.toThrow(message);
  });

  it("are refused when an array points outside the table", async () => {
    const content = joined(
      emptyPrimary(),
      tableHdu([
        { name: "WAVE", form: "1PD", rows: [[4000, 4001]] },
        { name: "FLUX", form: "1PD", rows: [[1, 2]] },
      ]),
    );
    // The pointer of the first array: 2^30 numbers.
    new DataView(content.buffer).setInt32(2880 * 2, 2 ** 30);
    await expect(read(content)).rejects.toThrow(/points outside the table/);
  });
});
