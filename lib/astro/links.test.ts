import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LinkSubject, targetLinks } from "./links";

const sn: LinkSubject = {
  raDeg: 185.728875,
  decDeg: 15.823611,
  name: "SN 2020oi",
  aliases: ["ZTF20aaelulu"],
  observedAt: "2020-01-31T23:59:59Z",
};
const hrefs = (subject: LinkSubject): Record<string, string> =>
  Object.fromEntries(targetLinks(subject).map(({ id, href }) => [id, href]));

describe("targetLinks", () => {
  it("fills in position, names and date", () => {
    const links = hrefs(sn);
    expect(links.tns).toBe("https://www.wis-tns.org/object/2020oi");
    expect(links["tns-search"]).toContain("ra=185.728875&decl=15.823611");
    expect(links.simbad).toContain("Coord=185.728875d%2B15.823611d");
    expect(links.ned).toContain("ra=185.728875d&dec=%2B15.823611d");
    expect(links.extinction).toContain("ra=12%3A22%3A54.93&dec=%2B15%3A49%3A25.0");
    expect(links.mpchecker).toContain("year=2020&month=01&day=31.99&which=pos&ra=12%2022%2054.9&decl=%2B15%2049%2025");
    expect(links.ads).toContain("q=full%3A%22SN%202020oi%22");
    expect(links["legacy-survey"]).toContain("mark=185.728875,15.823611");
  });

  it("keeps the sign of a southern declination and leaves out surveys that have not looked there", () => {
    const south = hrefs({ ...sn, decDeg: -60.5 });
    expect(south.simbad).toContain("Coord=185.728875d-60.5d");
    expect(south.extinction).toContain("dec=-60%3A30%3A00.0");
    expect(south).not.toHaveProperty("ps1");
    expect(south).not.toHaveProperty("ztf");
    expect(hrefs(sn)).toHaveProperty("ps1");
  });

  it("leads to every broker of a ZTF and of an LSST id, once each, with all 18 digits", () => {
    const links = hrefs({
      ...sn,
      aliases: [
        "ZTF20aaelulu",
        "ZTF20aaelulu",
        "LSST 170587116732416143",
        "170587116732416143",
        "ANT2020nb5h6",
        "Gaia20aaa",
      ],
    });
    expect(links["alerce:ZTF20aaelulu"]).toBe("https://alerce.online/object/ZTF20aaelulu");
    expect(links["lasair:ZTF20aaelulu"]).toBe("https://lasair-ztf.lsst.ac.uk/objects/ZTF20aaelulu/");
    expect(links["fink:ZTF20aaelulu"]).toBe("https://ztf.fink-portal.org/ZTF20aaelulu");
    expect(links["antares:ZTF20aaelulu"]).toBe("https://antares.noirlab.edu/loci/lookup/ZTF20aaelulu");
    expect(links["alerce:170587116732416143"]).toBe("https://lsst.alerce.online/object/170587116732416143?survey=lsst");
    expect(links["fink:170587116732416143"]).toBe("https://lsst.fink-portal.org/170587116732416143");
    expect(links["antares:ANT2020nb5h6"]).toBe("https://antares.noirlab.edu/loci/ANT2020nb5h6");
    expect(links["gaia:Gaia20aaa"]).toBe("https://gsaweb.ast.cam.ac.uk/alerts/alert/Gaia20aaa/");
  });

  it("gives only what goes by name when there is no position", () => {
    const groups = new Set(targetLinks({ ...sn, raDeg: null, decDeg: null }).map(({ group }) => group));
    expect(groups).toEqual(new Set(["object", "brokers"]));
    expect(targetLinks({ ...sn, raDeg: Number.NaN }).some(({ group }) => group === "catalogues")).toBe(false);
  });

  it("takes a position of 0, 0 as a position, and leaves MPChecker out without a date", () => {
    const links = hrefs({ raDeg: 0, decDeg: 0, name: "origin" });
    expect(links.simbad).toContain("Coord=0d%2B0d");
    expect(links).not.toHaveProperty("mpchecker");
    expect(hrefs({ ...sn, observedAt: "no date" })).not.toHaveProperty("mpchecker");
  });

  it("stays https, well-formed, unique and at its own hosts for any name and any place", () => {
    const hosts = new Set(
      targetLinks({ ...sn, aliases: ["ZTF20aaelulu", "170587116732416143", "Gaia20aaa"] }).map(
        ({ href }) => new URL(href).host,
      ),
    );
    const subject = fc.record({
      raDeg: fc.double({ min: -720, max: 720, noNaN: true }),
      decDeg: fc.double({ min: -90, max: 90, noNaN: true }),
      name: fc.oneof(
        fc.string({ unit: "binary" }),
        fc.constantFrom('"><script>alert(1)</script>', "javascript:alert(1)", "../../x?y=1&z#", "\ud800", 'a"b\\c'),
      ),
      aliases: fc.array(fc.string({ unit: "binary" }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(subject, (given) => {
        const links = targetLinks(given);
        expect(new Set(links.map(({ id }) => id)).size).toBe(links.length);
        for (const { href } of links) {
          expect(href).toMatch(/^https:\/\/[\w.-]+\/[\w!$&'()*+,;=:@%/?.~-]*$/);
          expect(hosts.has(new URL(href).host)).toBe(true);
          expect(href).not.toMatch(/NaN|undefined|\de-?\d/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
