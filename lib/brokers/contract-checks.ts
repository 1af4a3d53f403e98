import { checkElements } from "@/lib/astro/orbits";
import type { BrokerManifest, GenericAlert, ReducedDatumDraft, TargetDraft } from "./contract";

/** What makes a plug-in's rows believable: finite, in range, in the right unit. Each check answers with its complaints. */

type Check = readonly [holds: boolean, complaint: string];

const complaints = (checks: readonly Check[]): string[] => checks.flatMap(([holds, text]) => (holds ? [] : [text]));

const isWithin = (value: number | null | undefined, from: number, to: number): boolean =>
  value === null || value === undefined || (Number.isFinite(value) && value >= from && value <= to);

const isIsoUtc = (text: string | null): boolean => text === null || /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);

const isHttps = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

export function manifestComplaints(manifest: BrokerManifest): string[] {
  const texts = [manifest.name, manifest.summary, manifest.scoreMeaning];
  return complaints([
    [/^[a-z][a-z0-9]*$/.test(manifest.id), "id is lower-case letters and digits"],
    [texts.every((text) => text.trim() !== ""), "name, summary and meaning of the score are said"],
    [manifest.surveys.length > 0, "surveys are named"],
    [isHttps(manifest.homepage) && isHttps(manifest.docsUrl), "homepage and docsUrl are addresses"],
    [manifest.services.length > 0 || manifest.retired !== undefined, "there is a service"],
    [
      manifest.services.every(({ defaultUrl }) => isHttps(defaultUrl) && !defaultUrl.endsWith("/")),
      "service addresses are whole",
    ],
    [
      manifest.services.every(({ defaultUrl }) => manifest.hosts.includes(new URL(defaultUrl).hostname)),
      "hosts hold every service",
    ],
    [
      manifest.credentials.every(
        ({ envName, label, whereToGet }) => envName !== "" && label !== "" && whereToGet.length > 10,
      ),
      "credentials say where to get them",
    ],
    [
      Object.values(manifest.rateLimit ?? {}).every((value) => value > 0) &&
        (manifest.rateLimit?.burst ?? 1) >= 1 &&
        Number.isInteger(manifest.rateLimit?.concurrency ?? 1),
      "a rate limit lets requests through",
    ],
    [manifest.cacheS >= 0 && manifest.cacheS <= 86_400, "answers are kept at most a day"],
  ]);
}

export function alertComplaints(alert: GenericAlert): string[] {
  return complaints([
    [alert.id !== "" && alert.name !== "", "id and name are there"],
    [!/e\+|\.\d/.test(alert.id) || Number.isNaN(Number(alert.id)), "id is not a rounded number"],
    [isIsoUtc(alert.timestamp), "timestamp is ISO 8601 UTC"],
    [(alert.ra === null) === (alert.dec === null), "ra and dec come together"],
    [isWithin(alert.ra, 0, 359.999_999_999_999_9), "ra in [0,360)"],
    [isWithin(alert.dec, -90, 90), "dec in [-90,90]"],
    [isWithin(alert.mag, -30, 50), "mag is a magnitude"],
    [alert.score === null || Number.isFinite(alert.score), "score is finite"],
    [isHttps(alert.url), "url is an address"],
    [alert.solarSystem?.name !== "" && alert.solarSystem?.name !== "null", "a solar-system object's name is one"],
    [isWithin(alert.solarSystem?.separationArcsec, 0, 648_000), "its separation is one, no sentinel"],
  ]);
}

export function targetComplaints(target: TargetDraft): string[] {
  const probabilities = target.classifications.map(({ probability }) => probability);
  const extras = Object.entries(target.extras);
  return complaints([
    [target.name !== "", "name is there"],
    [
      target.type === "NON_SIDEREAL" || (target.raDeg !== null && target.decDeg !== null),
      "a sidereal target has a position",
    ],
    [
      target.elements ? target.type === "NON_SIDEREAL" : target.type === "SIDEREAL",
      "a moving target has elements, a sidereal one none",
    ],
    [
      !target.elements || Object.keys(checkElements(target.elements.scheme, target.elements)).length === 0,
      "elements are complete and in range",
    ],
    [isWithin(target.raDeg, 0, 359.999_999_999_999_9) && isWithin(target.decDeg, -90, 90), "position in range"],
    [target.aliases.every((alias) => alias !== "" && alias !== target.name), "aliases are other names"],
    [
      extras.every(([key, value]) => key !== "" && (typeof value !== "number" || Number.isFinite(value))),
      "extras are finite",
    ],
    [probabilities.every((value) => isWithin(value, 0, 1)), "probabilities in [0,1]"],
    [
      target.classifications.every(({ name, source }) => name !== "" && source !== ""),
      "classes and their source are named",
    ],
  ]);
}

const mjdOf1957 = 36_000;
const mjdOf2100 = 88_069;

/** `isSystemTold`: the broker says in which system its magnitudes are, so that no row may lack it. */
export function photometryComplaints(row: ReducedDatumDraft, { isSystemTold = true } = {}): string[] {
  const isMeasurement = row.mag !== null || row.fluxNjy !== null;
  // What was computed from a flux is as large as the flux makes it.
  const hasFlux = row.fluxNjy !== null;
  const numbers = [row.mag, row.magErr, row.fluxNjy, row.fluxErrNjy, row.limitMag, row.limitSigma];
  return complaints([
    [isWithin(row.observedAtMjd, mjdOf1957, mjdOf2100), "observedAtMjd is an MJD, not a JD"],
    [row.band !== "" && row.source !== "", "band and source are named"],
    [numbers.every((value) => value === null || Number.isFinite(value)), "numbers are finite"],
    [(hasFlux || isWithin(row.mag, -5, 40)) && isWithin(row.limitMag, -5, 40), "magnitudes are magnitudes"],
    [
      (hasFlux ? (row.magErr ?? 0) >= 0 : isWithin(row.magErr, 0, 50)) && isWithin(row.fluxErrNjy, 0, 1e15),
      "errors are not negative, and no sentinel",
    ],
    [isMeasurement !== (row.limitMag !== null), "a row is a measurement or a limit"],
    [row.fluxNjy === null || row.fluxNjy > 0 || row.mag === null, "no magnitude without a positive flux"],
    [
      !isSystemTold || row.magSystem !== null || (row.mag === null && row.limitMag === null),
      "a magnitude or a limit has its system",
    ],
    [row.forced === (row.forcedProducer !== null), "forced photometry names its producer"],
    [row.sourceId === null || row.sourceId !== "", "sourceId is an id or null"],
  ]);
}
