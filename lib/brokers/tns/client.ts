import { TomError } from "@/lib/core/errors";
import { asksToWait, badStatus } from "@/lib/http/failures";
import { readJson } from "@/lib/http/get-json";
import type { HttpClient, HttpReply } from "@/lib/http/types";
import { readableRows } from "../contract-remote";
import { manifest, type TnsParameters } from "./query";
import * as remote from "./remote";

/**
 * The TNS's routes. Each request is a form with the bot's key and a data text in JSON, and carries the bot's marker as
 * its user agent; without the marker it is refused.
 */

export type Bot = { apiKey: string; id: string; name: string };

/** Where and as whom: one of the two addresses, with the site's bot. */
export type Account = { http: HttpClient; baseUrl: string; bot: Bot };

/** People copy the address with its /api. */
export const siteOf = (baseUrl: string): string => baseUrl.replace(/\/+$/, "").replace(/\/api$/i, "");

/** What work in the background waits for a window of the TNS, which is a minute long. */
export const windowPatienceMs = 90_000;

/** ASCII only: a header holds nothing else, and JSON can say every character so. */
export function userAgentOf({ id, name }: Bot): string {
  const marker = JSON.stringify({ tns_id: /^\d{1,15}$/.test(id) ? Number(id) : id, type: "bot", name });
  return `tns_marker${marker.replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)}`;
}

type FormPost = {
  route: string;
  fields: Readonly<Record<string, string>>;
  /** May it be asked twice? Searches may, reports may not. */
  idempotent: boolean;
  cacheS?: number;
  patienceMs?: number;
  accept?: readonly number[];
};

export const formPost = ({ http, baseUrl, bot }: Account, post: FormPost) =>
  http.request({
    url: `${baseUrl}/api/${post.route}`,
    method: "POST",
    headers: {
      "user-agent": userAgentOf(bot),
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ api_key: bot.apiKey, ...post.fields }).toString(),
    expect: "json",
    idempotent: post.idempotent,
    ...(post.cacheS === undefined ? {} : { cacheS: post.cacheS }),
    ...(post.patienceMs === undefined ? {} : { patienceMs: post.patienceMs }),
    ...(post.accept === undefined ? {} : { accept: post.accept }),
  });

/** Longer patience, or an answer that is not an old one. */
type How = Pick<FormPost, "patienceMs" | "cacheS">;

function isEnvelope(reply: HttpReply): boolean {
  try {
    return remote.coded.safeParse(reply.json()).success;
  } catch {
    return false;
  }
}

/** What is in the envelope; null when the TNS says that there is no such thing. */
async function ask(account: Account, route: string, data: object, how: How = {}): Promise<unknown> {
  const fields = { data: JSON.stringify(data) };
  const reply = await formPost(account, {
    route,
    fields,
    idempotent: true,
    accept: [404],
    ...how,
  });
  const context = { service: manifest.name, host: new URL(account.baseUrl).hostname, secrets: [account.bot.apiKey] };
  // Said in the service's own form it is an answer; else there is no such service at the address.
  if (reply.status === 404 && !isEnvelope(reply)) throw badStatus(context, 404);
  if (reply.status === 404) return null;
  const { id_code: code, data: content } = readJson(reply, manifest.name, remote.envelope);
  if (code !== null && code !== 200) {
    reply.forget();
    if (code === 404) return null;
    throw code === 429 ? asksToWait(context, null, code) : badStatus(context, code);
  }
  return remote.contentOf(content);
}

const unknownForm = (): TomError =>
  new TomError("UPSTREAM_FAILED", `${manifest.name} answered in a form that this TOM does not know.`, {
    detail: { kind: "shape" },
  });

const searchData = (parameters: Omit<TnsParameters, "maxAlerts">, objname: string): object => ({
  ra: parameters.raDeg === undefined ? "" : String(parameters.raDeg % 360),
  dec: parameters.decDeg === undefined ? "" : String(parameters.decDeg),
  radius: parameters.radiusArcsec === undefined ? "" : String(parameters.radiusArcsec),
  units: parameters.radiusArcsec === undefined ? "" : "arcsec",
  objname,
  objname_exact_match: parameters.objectId === undefined ? 0 : 1,
  internal_name: parameters.internalName ?? "",
  internal_name_exact_match: parameters.internalNameExactMatch === true ? 1 : 0,
  objid: "",
  // Its clock is UTC, and it reads no other form.
  public_timestamp:
    parameters.publicTimestamp === undefined ? "" : parameters.publicTimestamp.slice(0, 19).replace("T", " "),
});

/** Names only, without positions. A page of results is not offered: the whole list comes at once. */
export async function search(
  account: Account,
  parameters: Omit<TnsParameters, "maxAlerts">,
  objname: string,
  how: How = {},
): Promise<{ rows: remote.SearchRow[]; unreadable: number }> {
  const found = await ask(account, "get/search", searchData(parameters, objname), how);
  if (found === null) return { rows: [], unreadable: 0 };
  const rows = remote.searchRows.safeParse(found);
  if (!rows.success) throw unknownForm();
  return readableRows(remote.searchRow, rows.data);
}

/** One object with its photometry and spectra, by its name without prefix; null when the TNS does not know it. */
export async function findObject(account: Account, objname: string, how: How = {}): Promise<remote.TnsObject | null> {
  const found = await ask(account, "get/object", { objname, photometry: 1, spectra: 1 }, how);
  // An unknown name gets messages under "name" and "objid" instead of an object.
  const parsed = remote.object.safeParse(found);
  return parsed.success ? parsed.data : null;
}

/** The names without prefix under which the TNS has an internal name. */
export async function findByInternalName(account: Account, internalName: string): Promise<remote.SearchRow[]> {
  return (await search(account, { internalName, internalNameExactMatch: true }, "")).rows;
}

/** As the TNS shows it now, whatever was asked before. */
export const searchFresh = async (
  account: Account,
  parameters: Omit<TnsParameters, "maxAlerts">,
): Promise<remote.SearchRow[]> => (await search(account, parameters, "", { cacheS: 0 })).rows;
