import { iauParts, isSameIauObject } from "@/lib/astro/names";
import type { Logger } from "@/lib/core/logger";
import type { HttpClient } from "@/lib/http/types";
import { type FinkAlert, objectOf } from "./alert";
import * as client from "./client";
import { lsstAlert, lsstSummary, namedOnly, withSummary, withTns, ztfAlert } from "./mapping";
import { type FinkId, finkIdOf, manifest } from "./query";
import type { TnsName } from "./remote";

/** One object of Fink, by its id or by the name that others gave it. */

export type Reach = { http: HttpClient; addresses: client.Addresses; logger: Logger };

/** What is worth having beside an object, and never worth losing the object for. */
async function orNone<Row>(rows: Promise<client.Found<Row>>, { logger }: Reach, what: string): Promise<Row[]> {
  try {
    return (await rows).rows;
  } catch (err) {
    logger.warn({ err, broker: manifest.id }, `${what} could not be had`);
    return [];
  }
}

/** The TNS has a class of it, and the list did not say under which name. */
export const lacksName = ({ survey, tnsType, tnsName }: FinkAlert): boolean =>
  survey === "ztf" && tnsType !== null && tnsName === null;

/** The alert with its name in the TNS, where that can be had. */
export async function withName(reach: Reach, alert: FinkAlert): Promise<FinkAlert> {
  const name = await tnsNameOf(reach, alert.objectId);
  return name ? withTns(alert, name) : alert;
}

async function tnsNameOf(reach: Reach, objectId: string): Promise<TnsName | undefined> {
  const asked = client.tnsNamesOf(reach.http, reach.addresses.ztf, objectId);
  const names = await orNone(asked, reach, "the name of an object in the TNS");
  return names.find(({ internalname }) => internalname?.toLowerCase() === objectId.toLowerCase());
}

/** An object, and how many of its rows could not be read. */
export type FoundObject = { alert: FinkAlert | null; unreadable: number };

async function ztfById(reach: Reach, objectId: string): Promise<FoundObject> {
  const { http, addresses } = reach;
  const [{ rows, unreadable }, name] = await Promise.all([
    client.ztfObject(http, addresses.ztf, objectId),
    tnsNameOf(reach, objectId),
  ]);
  const alert = objectOf(rows.map(ztfAlert));
  return { alert: alert && name ? withTns(alert, name) : alert, unreadable };
}

async function lsstById(reach: Reach, objectId: string): Promise<FoundObject> {
  const { http, addresses } = reach;
  const [{ rows, unreadable }, objects] = await Promise.all([
    client.lsstSources(http, addresses.lsst, objectId),
    orNone(client.lsstObjects(http, addresses.lsst, objectId), reach, "the summary of an object"),
  ]);
  const alert = objectOf(rows.map(lsstAlert));
  const [summary] = objects.filter((object) => object["r:diaObjectId"] === objectId).map(lsstSummary);
  const whole = alert && summary ? withSummary(alert, summary) : (alert ?? summary ?? null);
  return { alert: whole, unreadable };
}

export const objectById = (reach: Reach, { survey, objectId }: FinkId): Promise<FoundObject> =>
  survey === "ztf" ? ztfById(reach, objectId) : lsstById(reach, objectId);

/** How the TNS may write a name: "sn2020oi" is SN 2020oi there, and an AT that became a supernova is an SN. */
function spellingsOf(name: string): string[] {
  const iau = iauParts(name);
  if (iau === null) return [name];
  const prefixes = [...new Set([...(iau.prefix === null ? [] : [iau.prefix]), "SN", "AT", "TDE"])];
  return prefixes.map((prefix) => `${prefix} ${iau.designation}`);
}

const isSameName = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase() || isSameIauObject(one, other);

/**
 * What the TNS knows under a name, as Fink has it; one row for each survey that found the object. Fink compares beginnings:
 * SN 2020oi finds SN 2020oia too, which is another object.
 */
export async function tnsRowsOf(
  { http, addresses }: Reach,
  survey: FinkId["survey"],
  name: string,
): Promise<readonly TnsName[]> {
  for (const spelling of spellingsOf(name)) {
    const { rows } = await client.tnsNames(http, addresses, { survey, name: spelling });
    const same = rows.filter(({ fullname }) => isSameName(fullname ?? "", spelling));
    if (same.length > 0) return same;
  }
  return [];
}

/** The object of ZTF that the TNS has under a name; without an alert at Fink it is what the TNS says of it. */
export async function ztfByName(reach: Reach, rows: readonly TnsName[]): Promise<FinkAlert | null> {
  for (const row of rows) {
    const id = finkIdOf(row.internalname ?? "");
    if (id?.survey !== "ztf") continue;
    const { http, addresses } = reach;
    const alert = objectOf((await client.ztfObject(http, addresses.ztf, id.objectId)).rows.map(ztfAlert));
    return alert ? withTns(alert, row) : namedOnly(id.objectId, row);
  }
  return null;
}
