import { describe, expect, it } from "vitest";
import { readPastedCsv } from "@/lib/reduced-data/csv";
import { pasteExample, pasteHelp } from "./detail-paste-help";

describe("the help of the paste form", () => {
  it("names headings that are understood, all of them, and shows a table that is", () => {
    const [, list = ""] = /Known headings: (.*)\.$/.exec(pasteHelp) ?? [];
    const named = list.split(/,|;|\bor\b/).map((one) => one.trim());
    expect(named).toContain("fluxNjy");
    for (const heading of named) expect(readPastedCsv(`${heading}\n1\n`).ignored).toEqual([]);
    expect(readPastedCsv(pasteExample)).toMatchObject({ problems: [], ignored: [], rows: [{}, {}] });
  });

  it("is not needed to mend a flux whose unit is not said", () => {
    expect(readPastedCsv("mjd,band,flux,fluxerr\n58855,r,1000,20\n").problems).toEqual([
      "The unit of “flux” is not said: name it fluxNjy, in nJy, and its error fluxErrNjy.",
    ]);
    expect(readPastedCsv("mjd,band,flux_njy,flux_err_njy\n58855,r,1000,20\n").rows).toEqual([
      { observedAtMjd: 58855, band: "r", fluxNjy: 1000, fluxErrNjy: 20 },
    ]);
  });
});
