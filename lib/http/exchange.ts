import type { Dispatcher } from "undici";
import { waitAskedS } from "./asked-waits";
import { readBody } from "./body";
import { asksToWait, badStatus, brokenTransport, type FailureContext, notJson } from "./failures";
import { parseLosslessJson } from "./lossless-json";
import type { HttpMethod, HttpReply, HttpRequest } from "./types";

/** One attempt: send, read, judge. No retry, no waiting. */

export type Attempt = { url: URL; method: HttpMethod; request: HttpRequest; maxBytes: number; signal: AbortSignal };

const userAgent = "hosted-tom (Target and Observation Manager)";

function flatHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}

export function makeReply(
  status: number,
  headers: Record<string, string>,
  bytes: Uint8Array,
  context: FailureContext,
): HttpReply {
  const text = (): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  return {
    status,
    headers,
    bytes,
    text,
    forget: () => {},
    json: () => {
      try {
        return parseLosslessJson(text());
      } catch {
        throw notJson(context);
      }
    },
  };
}

/** @throws TomError for everything that is not an accepted answer; the signal's reason when it fires */
export async function exchange(
  dispatcher: Dispatcher,
  { url, method, request, maxBytes, signal }: Attempt,
  context: FailureContext,
  now: () => Date,
): Promise<HttpReply> {
  const headers: Record<string, string> = {
    "user-agent": userAgent,
    accept: request.expect === "json" ? "application/json" : "*/*",
    "accept-encoding": "gzip, deflate, br",
  };
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
  let reply: HttpReply;
  try {
    const response = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers,
      body: request.body ?? null,
      signal,
    });
    const flat = flatHeaders(response.headers);
    const bytes = await readBody(response.body, flat["content-encoding"] ?? "", maxBytes);
    reply = makeReply(response.statusCode, flat, bytes, context);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw brokenTransport(context, error, maxBytes);
  }
  const { status } = reply;
  const isSuccess = status >= 200 && status < 300;
  if (!isSuccess && !request.accept?.includes(status)) {
    const waitS = waitAskedS(status, reply.headers, now());
    if (status === 429 || (status === 503 && waitS !== null)) throw asksToWait(context, waitS, status);
    throw badStatus(context, status);
  }
  if (isSuccess && request.expect === "json") {
    const value = reply.json();
    return { ...reply, json: () => value };
  }
  return reply;
}
