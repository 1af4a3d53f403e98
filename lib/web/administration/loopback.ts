import { resolve } from "node:path";
import { findOwner } from "@/db/owner";
import { TomError } from "@/lib/core/errors";
import { env } from "@/lib/env/env";
import { createHttp } from "@/lib/http/create-http";
import type { HttpRequest } from "@/lib/http/types";
import { readServerNote, type ServerNote } from "./server-note";

/** What the server that owns the data folder says of itself; null when none does. @throws CONFLICT when a command owns it */
export function runningNote(): ServerNote | null {
  const dataDir = resolve(env().dataDir);
  if (findOwner(dataDir) === null) return null;
  try {
    return readServerNote(dataDir);
  } catch {
    throw new TomError("CONFLICT", "The data folder is in use by another command; try again when it has ended.");
  }
}

export function addressOf({ host, port }: ServerNote): string {
  const reachable =
    host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host;
  return `http://${reachable}:${port}`;
}

/** The address of the server that owns the data folder; null when none does. @throws CONFLICT when a command owns it */
export function runningServer(): string | null {
  const note = runningNote();
  return note && addressOf(note);
}

const everyStatus = [400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503] as const;

/** One request to our own server. Long operations may take their time. */
export async function askOwnServer(server: string, path: string, request: Omit<HttpRequest, "url">): Promise<unknown> {
  const http = createHttp({ allowPrivateHosts: [new URL(server).host], limits: { timeoutMs: 3_600_000, retries: 0 } });
  try {
    const client = http.client({ service: "The running server", hosts: [new URL(server).host] });
    return (await client.request({ ...request, url: server + path, accept: everyStatus })).json();
  } finally {
    await http.close();
  }
}
