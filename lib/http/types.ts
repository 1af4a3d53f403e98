/** What the rest of the house sees of outgoing HTTP. Only `lib/http` speaks to the network. */

export type HttpMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

export type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[];

export type HttpRequest = {
  method?: HttpMethod;
  url: string | URL;
  /** Added to the address; a list repeats its key in order, null and undefined leave it out. */
  query?: Readonly<Record<string, QueryValue>>;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** May the same request be sent again after a failure? Default: GET and HEAD only. A search sent by POST may say true. */
  idempotent?: boolean;
  /** Total, in milliseconds, retries and body included. Default: the client's. */
  timeoutMs?: number;
  /** Cap on the decoded body, in bytes. Default: the client's. */
  maxBytes?: number;
  /** Lifetime of the answer in the cache, in seconds. 0 (the default) does not cache. Only 2xx answers are kept. */
  cacheS?: number;
  /** Statuses besides 2xx that are an answer, not an error (404 for "no such object"). */
  accept?: readonly number[];
};

export type HttpReply = {
  status: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  bytes: Uint8Array;
  text(): string;
  /**
   * The body as JSON, parsed without loss: integers beyond 2^53 are text, NaN, Infinity and 1e400 are null.
   * @throws TomError UPSTREAM_FAILED "… answered with something that is not JSON."
   */
  json(): unknown;
};

/**
 * A client bound to one remote service: its declared hosts, its name in messages, its secrets kept out of errors.
 * Every failure is a TomError: UPSTREAM_FAILED (with a sentence for people and, where the service asked to wait,
 * `retryAfterS`), UNAUTHENTICATED is never thrown for a remote refusal (401 and 403 are UPSTREAM_FAILED too, with
 * `detail.status`), INVALID_INPUT for an address this TOM does not call, LIMIT_EXCEEDED when a call limit is used up.
 */
export interface HttpClient {
  request(request: HttpRequest): Promise<HttpReply>;
}
