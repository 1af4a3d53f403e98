import type { HttpClient, HttpReply } from "@/lib/http/types";
import { manifest } from "./query";
import { type GaiaList, type GaiaPoint, listFromCsv, listFromPage, pointsFromText } from "./remote";

/** Gaia's addresses. The CSV is preferred: the page of all alerts changed its layout before. */

const { cacheS } = manifest;

/**
 * One list for every question of this process: tens of thousands of rows are read once. The page is too large to be kept as
 * bytes.
 */
export type ListMemory = { list: GaiaList | null; untilMs: number };

export const emptyMemory = (): ListMemory => ({ list: null, untilMs: 0 });

/** @throws TomError UPSTREAM_FAILED */
export async function wholeList(http: HttpClient, base: string, memory: ListMemory, now: Date): Promise<GaiaList> {
  if (memory.list !== null && now.getTime() < memory.untilMs) return memory.list;
  const list = (await fromCsv(http, base)) ?? (await fromPage(http, base));
  Object.assign(memory, { list, untilMs: now.getTime() + cacheS * 1000 });
  return list;
}

/** Null where the site has no such file, or something else in its place. */
async function fromCsv(http: HttpClient, base: string): Promise<GaiaList | null> {
  const csv = await http.request({ url: `${base}/alerts/alerts.csv`, cacheS, accept: [404] });
  const list = csv.status === 404 ? null : readOrForget(csv, listFromCsv);
  if (list === null) csv.forget();
  return list;
}

const fromPage = async (http: HttpClient, base: string): Promise<GaiaList> =>
  readOrForget(await http.request({ url: `${base}/alerts/alertsindex`, cacheS }), listFromPage);

function readOrForget<Value>(reply: HttpReply, read: (text: string) => Value): Value {
  try {
    return read(reply.text());
  } catch (error) {
    reply.forget();
    throw error;
  }
}

/** Empty for a name that Gaia does not know. @throws TomError UPSTREAM_FAILED */
export async function lightCurve(http: HttpClient, base: string, name: string): Promise<GaiaPoint[]> {
  const url = `${base}/alerts/alert/${encodeURIComponent(name)}/lightcurve.csv`;
  const reply = await http.request({ url, cacheS, accept: [404] });
  return reply.status === 404 ? [] : readOrForget(reply, pointsFromText);
}
