import { wrapDegrees } from "./degrees";
import { addressOf, encodePiece, linksOf, type TargetLink } from "./link-address";
import { iauParts } from "./names";
import { catalogueLinks, imageLinks, minorPlanetLink } from "./position-links";

/** What a row of links is made for. */
export type LinkSubject = {
  /** ICRS degrees; null for targets without a fixed place. */
  raDeg: number | null;
  decDeg: number | null;
  name: string;
  aliases?: readonly string[];
  /** ISO 8601 UTC of the newest observation: when to look for minor planets. Null or left out: no such link. */
  observedAt?: string | null;
};

const ztfId = /^ZTF\d{2}[a-z]{7}$/;
const lsstId = /^(?:(?:LSST|diaObject(?:Id)?)[ _:-]?)?(\d{15,20})$/i;
const antaresId = /^ANT\d{4}[a-z0-9]{3,20}$/;
const gaiaId = /^Gaia\d{2}[a-z]{3,4}$/;

/** The brokers' pages of one survey id; none for other names. */
function brokerLinks(name: string): TargetLink[] {
  const lsst = lsstId.exec(name)?.[1];
  const id = lsst ?? name;
  const pages = (hosts: readonly (readonly [broker: string, label: string, href: string])[]): TargetLink[] =>
    linksOf(
      "brokers",
      hosts.map(([broker, label, href]) => [`${broker}:${id}`, label, `${id} at ${label}`, href] as const),
    );
  if (lsst !== undefined) {
    return pages([
      ["alerce", "ALeRCE", `https://lsst.alerce.online/object/${lsst}?survey=lsst`],
      ["lasair", "Lasair", `https://lasair.lsst.ac.uk/objects/${lsst}/`],
      ["fink", "Fink", `https://lsst.fink-portal.org/${lsst}`],
      ["antares", "ANTARES", `https://antares.noirlab.edu/loci/lookup/${lsst}`],
    ]);
  }
  if (ztfId.test(id)) {
    return pages([
      ["alerce", "ALeRCE", `https://alerce.online/object/${id}`],
      ["lasair", "Lasair", `https://lasair-ztf.lsst.ac.uk/objects/${id}/`],
      ["fink", "Fink", `https://ztf.fink-portal.org/${id}`],
      ["antares", "ANTARES", `https://antares.noirlab.edu/loci/lookup/${id}`],
    ]);
  }
  if (antaresId.test(id)) return pages([["antares", "ANTARES", `https://antares.noirlab.edu/loci/${id}`]]);
  if (gaiaId.test(id)) return pages([["gaia", "Gaia Alerts", `https://gsaweb.ast.cam.ac.uk/alerts/alert/${id}/`]]);
  return [];
}

/** The object's own page at the TNS when it has an IAU name, and the papers that name it. */
function objectLinks(names: readonly string[]): TargetLink[] {
  const named = names.find((name) => iauParts(name) !== null);
  const designation = named === undefined ? null : iauParts(named)?.designation;
  const best = named ?? names[0];
  const links: TargetLink[] = [];
  if (designation) {
    const href = `https://www.wis-tns.org/object/${encodePiece(designation)}`;
    links.push(...linksOf("object", [["tns", "TNS", `${designation} at the Transient Name Server`, href]]));
  }
  if (best !== undefined) {
    // A quote or backslash would end the quoted phrase.
    const phrase = best.replace(/["\\]/g, " ").trim();
    const href = addressOf("https://ui.adsabs.harvard.edu/search/", { q: `full:"${phrase}"`, sort: "date desc" });
    links.push(...linksOf("object", [["ads", "ADS", `Papers that name ${best}`, href]]));
  }
  return links;
}

/**
 * The row of links of a target page, with its position and names filled in: its own pages first, then catalogues,
 * images and brokers. Without a position only what goes by name. Ids are unique within the row.
 */
export function targetLinks({ raDeg, decDeg, name, aliases = [], observedAt }: LinkSubject): TargetLink[] {
  const names = [...new Set([name, ...aliases].map((text) => text.trim()))].filter((text) => text !== "");
  const byName = objectLinks(names);
  const byBroker = names
    .flatMap(brokerLinks)
    .filter(({ id }, index, all) => all.findIndex((l) => l.id === id) === index);
  if (raDeg === null || decDeg === null || !Number.isFinite(raDeg) || !(Math.abs(decDeg) <= 90)) {
    return [...byName, ...byBroker];
  }
  const position = { raDeg: wrapDegrees(raDeg), decDeg };
  const minorPlanets = minorPlanetLink(position, observedAt);
  return [
    ...byName,
    ...catalogueLinks(position),
    ...(minorPlanets === null ? [] : [minorPlanets]),
    ...imageLinks(position),
    ...byBroker,
  ];
}
