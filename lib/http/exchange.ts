import type { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { isTomError } from "@/lib/core/errors";
import { waitAskedS } from "./asked-waits";
import { isTooLarge, passBody, readBody } from "./body";
import { asksToWait, badStatus, brokenTransport, type FailureContext, fileTooLarge, notJson } from "./failures";
import { parseLosslessJson } from "./lossless-json";
import type { HttpMethod, HttpReply, HttpRequest } from "./types";

/** One attempt: send, read, judge. No retry, no waiting. */

/** Takes the body of a 2xx answer while it comes. */
export type Take = (body: Readable) => Promise<void>;

export type Attempt = {
  url: URL;
  method: HttpMethod;
  request: HttpRequest;
  maxBytes: number;
  signal: AbortSignal;
  /** Left out: the body is read, and is in the reply. */
  take?: Take | undefined;
};

/** Longest silence in the middle of a file, in milliseconds. */
const silenceMs = 60_000;
/** As much of a refusal as is read, where the answer would have been handed on. */
const refusalBytes = 1_000_000;

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

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** @throws TomError for everything that is not an accepted answer; the signal's reason when it fires */
export async function exchange(
  dispatcher: Dispatcher,
  { url, method, request, maxBytes, signal, take }: Attempt,
  context: FailureContext,
  now: () => Date,
): Promise<HttpReply> {
  const headers: Record<string, string> = {
    "user-agent": userAgent,
    accept: request.expect === "json" ? "application/json" : "*/*",
    // Files come packed as they are.
    "accept-encoding": take === undefined ? "gzip, deflate, br" : "identity",
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
      ...(take === undefined ? {} : { bodyTimeout: silenceMs }),
    });
    const flat = flatHeaders(response.headers);
    const encoding = flat["content-encoding"] ?? "";
    let bytes: Uint8Array = new Uint8Array();
    if (take === undefined) bytes = await readBody(response.body, encoding, maxBytes);
    else if (isSuccess(response.statusCode)) await passBody(response.body, encoding, maxBytes, take);
    else bytes = await readBody(response.body, encoding, refusalBytes);
    reply = makeReply(response.statusCode, flat, bytes, context);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (take !== undefined && isTomError(error)) throw error;
    if (take !== undefined && isTooLarge(error)) throw fileTooLarge(context, maxBytes);
    throw brokenTransport(context, error, maxBytes);
  }
  const { status } = reply;
  if (!isSuccess(status) && !request.accept?.includes(status)) {
    const waitS = waitAskedS(status, reply.headers, now());
    if (status === 429 || (status === 503 && waitS !== null)) throw asksToWait(context, waitS, status);
    throw badStatus(context, status);
  }
  if (isSuccess(status) && request.expect === "json") {
    const value = reply.json();
    return { ...reply, json: () => value };
  }
  return reply;
}
