import type * as z from "zod";
import { TomError } from "@/lib/core/errors";
import type { HttpClient } from "@/lib/http/types";
import {
  type RemoteBlock,
  type RemoteFrame,
  type RemoteRequest,
  remoteBlocks,
  remoteFrames,
  remoteGroup,
  remoteRequest,
} from "./remote";

/** A portal, its archive, and the token that opens both; without one only public proposals are shown. */
export type Portal = {
  name: string;
  http: HttpClient;
  portalUrl: string;
  archiveUrl: string;
  token: string | undefined;
};

/** As many as the archive gives in one page, and no more pages. */
const framesMax = 1_000;

const headersOf = ({ token }: Portal): Record<string, string> =>
  token === undefined ? {} : { authorization: `Token ${token}` };

/** One answer, parsed; null for "not found". @throws TomError UPSTREAM_FAILED */
async function getJson<Schema extends z.ZodType>(
  portal: Portal,
  url: string,
  schema: Schema,
  query: Record<string, string | number> = {},
): Promise<z.output<Schema> | null> {
  const reply = await portal.http.request({
    url,
    query,
    headers: headersOf(portal),
    expect: "json",
    accept: [404],
  });
  if (reply.status === 404) return null;
  const parsed = schema.safeParse(reply.json());
  if (parsed.success) return parsed.data;
  throw new TomError("UPSTREAM_FAILED", `${portal.name} answered in a form that this TOM does not know.`, {
    cause: parsed.error,
  });
}

export const fetchRequest = (portal: Portal, id: string): Promise<RemoteRequest | null> =>
  getJson(portal, `${portal.portalUrl}/api/requests/${id}/`, remoteRequest);

export const fetchBlocks = async (portal: Portal, id: string): Promise<RemoteBlock[]> =>
  (await getJson(portal, `${portal.portalUrl}/api/requests/${id}/observations/`, remoteBlocks)) ?? [];

/** The ids of a group's requests; null when there is no such group for us. */
export async function fetchRequestIds(portal: Portal, groupId: string): Promise<string[] | null> {
  const group = await getJson(portal, `${portal.portalUrl}/api/requestgroups/${groupId}/`, remoteGroup);
  return group === null ? null : group.requests.map((request) => request.id);
}

export async function fetchFrames(portal: Portal, requestId: string): Promise<RemoteFrame[]> {
  const query = { REQNUM: requestId, limit: framesMax };
  const page = await getJson(portal, `${portal.archiveUrl}/frames/`, remoteFrames, query);
  return page?.results ?? [];
}
