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
  /** "json": the body of a 2xx answer must be JSON, else the call has failed (and counts against the service). */
  expect?: "json";
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
 * Every failure is a TomError with a sentence for people and no remote text: UPSTREAM_FAILED (`detail.status` where
 * the service answered, `retryAfterS` where it asked to wait), INVALID_INPUT for an address this TOM does not call,
 * LIMIT_EXCEEDED when a limit of our own is used up.
 */
export interface HttpClient {
  request(request: HttpRequest): Promise<HttpReply>;
}

export type HttpClientOptions = {
  /** The service's name, as people know it: the subject of every error sentence. */
  service: string;
  /**
   * Host names (any port), or "host:port" pairs, that may be called. "public-https" is for addresses that users give:
   * https only, any public host.
   */
  hosts: readonly string[] | "public-https";
  /** Separates cached answers: the credential (or account) in use. */
  credentialScope?: string;
  /** Never to appear in an error or a log. */
  secrets?: readonly string[];
  /** Total for one request, in milliseconds, retries included, waiting for a turn excluded. */
  timeoutMs?: number;
  /** Cap on the decoded body. */
  maxBytes?: number;
};

/** The process-wide part: connections, breakers, turns, cache. One for the whole process. */
export interface Http {
  client(options: HttpClientOptions): HttpClient;
  close(): Promise<void>;
}
