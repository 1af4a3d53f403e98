import { formatDec, formatRa } from "./angle-format";
import type { Position } from "./coordinates";
import { addressOf, linksOf, type TargetLink } from "./link-address";

/** Six decimals are 3.6 mas. Only digits, point and hyphen: fit for an address as they are. */
const degrees = (value: number): string => String(Number(value.toFixed(6)) + 0);
const signed = (value: number): string => (value < 0 ? degrees(value) : `%2B${degrees(value)}`);

/** Catalogues around a place. */
export function catalogueLinks({ raDeg, decDeg }: Position): TargetLink[] {
  const ra = degrees(raDeg);
  const dec = degrees(decDeg);
  const sign = signed(decDeg);
  const vizier = "https://vizier.cds.unistra.fr/viz-bin/VizieR?-sort=_r&-out.add=_r";
  const ned = "https://ned.ipac.caltech.edu";
  const extinction = addressOf(`${ned}/extinction_calculator`, {
    in_csys: "Equatorial",
    in_equinox: "J2000.0",
    obs_epoch: "2000.0",
    ra: formatRa(raDeg, { separator: ":" }),
    dec: formatDec(decDeg, { separator: ":", ascii: true }),
  });
  return linksOf("catalogues", [
    [
      "simbad",
      "SIMBAD",
      "Objects within 10 arcsec",
      `https://simbad.cds.unistra.fr/simbad/sim-coo?Coord=${ra}d${sign}d&CooFrame=ICRS&Radius=10&Radius.unit=arcsec`,
    ],
    [
      "ned",
      "NED",
      "Galaxies and their redshifts within 1 arcmin",
      `${ned}/conesearch?search_type=Near%20Position%20Search&in_csys=Equatorial&in_equinox=J2000&ra=${ra}d&dec=${sign}d&radius=1&Z_CONSTRAINT=Unconstrained`,
    ],
    ["vizier", "VizieR", "All catalogues within 10 arcsec", `${vizier}&-c=${ra}${sign}&-c.rs=10`],
    [
      "gaia",
      "Gaia DR3",
      "Gaia sources within 10 arcsec, in VizieR",
      `${vizier}&-source=I%2F355%2Fgaiadr3&-c=${ra}${sign}&-c.rs=10`,
    ],
    [
      "wise",
      "AllWISE",
      "WISE sources within 10 arcsec, in VizieR",
      `${vizier}&-source=II%2F328%2Fallwise&-c=${ra}${sign}&-c.rs=10`,
    ],
    [
      "tns-search",
      "TNS search",
      "Transients within 10 arcsec",
      `https://www.wis-tns.org/search?ra=${ra}&decl=${dec}&radius=10&coords_unit=arcsec`,
    ],
    [
      "heasarc",
      "HEASARC",
      "High-energy data within 0.25 degrees",
      `https://heasarc.gsfc.nasa.gov/cgi-bin/vo/datascope/jds.pl?position=${ra}%2C${dec}&size=0.25`,
    ],
    ["extinction", "Extinction", "Galactic extinction (NED calculator)", extinction],
  ]);
}

/** Pan-STARRS looked down to declination −30, the public ZTF survey to about −31. */
const northernLimitDeg = -31;

/** Pictures and light curves of a place; Pan-STARRS and ZTF only where they have looked. */
export function imageLinks({ raDeg, decDeg }: Position): TargetLink[] {
  const ra = degrees(raDeg);
  const dec = degrees(decDeg);
  const sign = signed(decDeg);
  const links = linksOf("images", [
    [
      "aladin",
      "Aladin",
      "Aladin Lite, 6 arcmin",
      `https://aladin.cds.unistra.fr/AladinLite/?target=${ra}%20${sign}&fov=0.1`,
    ],
    [
      "legacy-survey",
      "Legacy Survey",
      "Legacy Survey viewer, DR10",
      `https://www.legacysurvey.org/viewer?ra=${ra}&dec=${dec}&layer=ls-dr10&zoom=16&mark=${ra},${dec}`,
    ],
    [
      "ps1",
      "Pan-STARRS",
      "PS1 colour cutout, 1 arcmin",
      `https://ps1images.stsci.edu/cgi-bin/ps1cutouts?pos=${ra}%20${sign}&filter=color&filetypes=stack&auxiliary=data&size=240&autoscale=99.5`,
    ],
    [
      "sdss",
      "SDSS",
      "SDSS navigator, DR18",
      `https://skyserver.sdss.org/dr18/VisualTools/navi?opt=G&ra=${ra}&dec=${dec}&scale=0.1`,
    ],
    [
      "ztf",
      "ZTF (IRSA)",
      "ZTF light curves within 5 arcsec, CSV",
      `https://irsa.ipac.caltech.edu/cgi-bin/ZTF/nph_light_curves?POS=CIRCLE%20${ra}%20${dec}%200.0014&FORMAT=CSV`,
    ],
    [
      "dss",
      "DSS",
      "Digitized Sky Survey, 5 arcmin",
      `https://archive.stsci.edu/cgi-bin/dss_search?v=poss2ukstu_red&r=${ra}&d=${dec}&e=J2000&h=5&w=5&f=gif`,
    ],
    [
      "galex",
      "GALEX",
      "GALEX sources within 1 arcmin",
      `https://galex.stsci.edu/GR6/?page=searchresults&type=mastform&ra=${ra}&dec=${dec}&radius=1.0&outputformat=HTML_Table&max_records=20&action=Search`,
    ],
  ]);
  return decDeg < northernLimitDeg ? links.filter(({ id }) => id !== "ps1" && id !== "ztf") : links;
}

/**
 * Known minor planets within 5 arcmin at an instant (MPChecker), or null when the instant is not known.
 * @param observedAt ISO 8601 UTC.
 */
export function minorPlanetLink({ raDeg, decDeg }: Position, observedAt: string | null | undefined): TargetLink | null {
  const ms = typeof observedAt === "string" ? Date.parse(observedAt) : Number.NaN;
  if (Number.isNaN(ms)) return null;
  const date = new Date(ms);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const dayOfMonth = 1 + (ms - Date.UTC(year, month, 1)) / 86_400_000;
  const href = addressOf("https://minorplanetcenter.net/cgi-bin/mpcheck.cgi", {
    year: String(year),
    month: String(month + 1).padStart(2, "0"),
    // Cut off, so that 31.999 does not become the 32nd.
    day: (Math.floor(dayOfMonth * 100) / 100).toFixed(2).padStart(5, "0"),
    which: "pos",
    ra: formatRa(raDeg, { precision: 1 }),
    decl: formatDec(decDeg, { precision: 0, ascii: true }),
    TextArea: "",
    radius: "5",
    limit: "24.0",
    oc: "500",
    sort: "d",
    mot: "h",
    tmot: "s",
    pdes: "u",
    needed: "f",
    ps: "n",
    type: "p",
  });
  const title = "Known minor planets within 5 arcmin at the newest observation";
  return { id: "mpchecker", group: "catalogues", label: "MPChecker", title, href };
}
