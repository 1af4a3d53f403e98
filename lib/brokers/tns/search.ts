import { counted } from "@/lib/core/counted";
import { isTomError } from "@/lib/core/errors";
import type { AlertPage, PageRequest } from "../contract";
import { type Account, findObject, search, windowPatienceMs } from "./client";
import { detailedAlert, namedAlert, objnameOf, type TnsAlert } from "./mapping";
import type { TnsParameters } from "./query";

/**
 * A search at the TNS gives names only; position, date and magnitude are one more request an object. So a page is a few
 * objects, asked one after the other, which is also what the run's progress shows.
 */

const pageSize = 5;

/** Beyond this many objects a run keeps names: more would hold up everybody who asks the TNS. */
const mostDetailed = 200;

const isLone = ({ objectId, maxAlerts: _, ...conditions }: TnsParameters): boolean =>
  objectId !== undefined && Object.values(conditions).every((value) => value === undefined);

const readOffset = (cursor: string | null): number =>
  cursor !== null && /^\d{1,6}$/.test(cursor) ? Number(cursor) : 0;

function isYoung(alert: TnsAlert, { daysFromNondet }: TnsParameters): boolean {
  return daysFromNondet === undefined || (alert.daysFromNondet !== null && alert.daysFromNondet <= daysFromNondet);
}

/** One object was asked for by its name: one request is enough. */
async function lone(account: Account, objectId: string): Promise<AlertPage<TnsAlert>> {
  const objname = objnameOf(objectId);
  const object = await findObject(account, objname);
  return object === null
    ? { alerts: [], next: null, feedback: `TNS has no object ${objname}.` }
    : { alerts: [detailedAlert(object)], next: null, feedback: null };
}

type Gathered = { alerts: TnsAlert[]; offset: number; unknown: number };

/** Objects from `offset` on, until a page is full. What has come stays when a later one fails: the next page fails then. */
async function gather(
  account: Account,
  parameters: TnsParameters,
  names: readonly TnsAlert[],
  { from, wanted }: { from: number; wanted: number },
): Promise<Gathered> {
  const full = Math.max(1, Math.min(pageSize, wanted));
  const gathered: Gathered = { alerts: [], offset: from, unknown: 0 };
  const end = Math.min(names.length, mostDetailed);
  while (gathered.offset < end && gathered.alerts.length < full) {
    const named = names[gathered.offset];
    if (!named) break;
    try {
      const object = await findObject(account, named.objname, { patienceMs: windowPatienceMs });
      const alert = object === null ? named : detailedAlert(object);
      if (object === null) gathered.unknown += 1;
      if (isYoung(alert, parameters)) gathered.alerts.push(alert);
    } catch (error) {
      if (!isTomError(error) || gathered.alerts.length === 0) throw error;
      break;
    }
    gathered.offset += 1;
  }
  return gathered;
}

const feedbackOf = (sentences: readonly (string | null)[]): string | null =>
  sentences.filter((sentence) => sentence !== null).join(" ") || null;

export async function fetchPage(
  account: Account,
  parameters: TnsParameters,
  request: PageRequest,
): Promise<AlertPage<TnsAlert>> {
  if (parameters.objectId !== undefined && isLone(parameters)) return lone(account, parameters.objectId);
  const objname = parameters.objectId === undefined ? (parameters.objname ?? "") : objnameOf(parameters.objectId);
  // The same search serves every page; within its cache time it is sent once.
  const { rows, unreadable } = await search(account, parameters, objname);
  const names = rows.map(namedAlert);
  const { alerts, offset, unknown } = await gather(account, parameters, names, {
    from: readOffset(request.cursor),
    wanted: request.wanted,
  });
  const isAtLimit = offset >= mostDetailed && names.length > mostDetailed;
  const rest = isAtLimit && parameters.daysFromNondet === undefined ? names.slice(offset) : [];
  const isEnd = offset >= Math.min(names.length, mostDetailed);
  return {
    alerts: [...alerts, ...rest],
    next: isEnd ? null : { cursor: String(offset), wanted: Math.max(0, request.wanted - alerts.length) },
    feedback: feedbackOf([
      unreadable > 0 ? `Left out, because they have no name: ${unreadable} of TNS's objects.` : null,
      unknown > 0 ? "TNS lists objects that it does not show; they have a name only." : null,
      isAtLimit
        ? `TNS found ${counted(names.length, "object")}; it was asked for details of the first ${mostDetailed}. Narrow the query for the others.`
        : null,
    ]),
  };
}
