import type { HttpClient } from "@/lib/http/types";
import { manifest } from "./query";
import { type GaiaList, type GaiaPoint, listFromCsv, listFromPage, pointsFromText } from "./remote";

/** Gaia's addresses. The CSV is preferred: the page of all alerts changed its layout before. */

const { cacheS } = manifest;

/** One list for every question of this process: tens of thousands of rows are read once, as long as the bytes are the same. */
export type ListMemory = { bytes: Uint8Array | null; list: GaiaList };

export const emptyMemory = (): ListMemory => ({ bytes: null, list: { rows: [], unreadable: 0 } });

/** @throws TomError UPSTREAM_FAILED */
export async function wholeList(http: HttpClient, base: string, memory: ListMemory): Promise<GaiaList> {
  const csv = await http.request({ url: `${base}/alerts/alerts.csv`, cacheS, accept: [404] });
  if (csv.status !== 404) {
    if (memory.bytes === csv.bytes) return memory.list;
    try {
      const list = listFromCsv(csv.text());
      if (list !== null) return remember(memory, csv.bytes, list);
      csv.forget();
    } catch (error) {
      csv.forget();
      throw error;
    }
  }
  const page = await http.request({ url: `${base}/alerts/alertsindex`, cacheS });
  if (memory.bytes === page.bytes) return memory.list;
  try {
    return remember(memory, page.bytes, listFromPage(page.text()));
  } catch (error) {
    page.forget();
    throw error;
  }
}

function remember(memory: ListMemory, bytes: Uint8Array, list: GaiaList): GaiaList {
  memory.bytes = bytes;
  memory.list = list;
  return list;
}

/** Empty for a name that Gaia does not know. @throws TomError UPSTREAM_FAILED */
export async function lightCurve(http: HttpClient, base: string, name: string): Promise<GaiaPoint[]> {
  const url = `${base}/alerts/alert/${encodeURIComponent(name)}/lightcurve.csv`;
  const reply = await http.request({ url, cacheS, accept: [404] });
  if (reply.status === 404) return [];
  try {
    return pointsFromText(reply.text());
  } catch (error) {
    reply.forget();
    throw error;
  }
}
