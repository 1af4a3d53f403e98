import type { Readable } from "node:stream";

/** What the rest of the house sees of outgoing HTTP. Only `lib/http` speaks to the network. */

export type HttpMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

export type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[];

/** How gently a service is asked, by everybody together: so many at once, so many a second after a burst. */
export type RateLimit = { concurrency: number; burst: number; perS: number };

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
  /**
   * Longest wait for a service that asked to wait, in milliseconds. Default: `timeoutMs`, so that whoever looks at a
   * page is told instead; work in the background may give more, and then waits for its turn as long, too.
   */
  patienceMs?: number;
  /**
   * Lifetime of the answer in the cache, in seconds; 0 does not cache. Default: the client's, for idempotent requests.
   * Only 2xx answers are kept. While one request for the same is under way, others wait for its answer.
   */
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
  /** The answer makes no sense to who reads it: it is not kept, so that the next one asks anew. */
  forget(): void;
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

export type FileRequest = Pick<HttpRequest, "url" | "timeoutMs"> & {
  /** Cap on the body, in bytes. */
  maxBytes: number;
  /** Ends it from outside, with its reason. */
  signal?: AbortSignal;
};

/** Fetches files too large to be held. Failures as of a client; LIMIT_EXCEEDED for a file past its cap. */
export interface FileClient {
  /**
   * `take` gets the body of a 2xx answer while it comes and must read it to its end; it is called again, with a new body,
   * when the transport failed. A TomError that it throws is its own trouble; any other failure is that of the body.
   */
  fetchFile<Taken>(request: FileRequest, take: (body: Readable) => Promise<Taken>): Promise<Taken>;
}

export type HttpClientOptions = {
  /** The service's name, as people know it: the subject of every error sentence. */
  service: string;
  /**
   * Host names (any port), or "host:port" pairs, that may be called. "public-https" is for addresses that users give:
   * https only, any public host.
   */
  hosts: readonly string[] | "public-https";
  /** Plain http only to addresses that the operator allowed as private ones (TOM_ALLOW_PRIVATE_HOSTS). Default: http too. */
  httpsOnly?: boolean;
  /** Separates cached answers: the credential (or account) in use. */
  credentialScope?: string;
  /** Never to appear in an error or a log. */
  secrets?: readonly string[];
  /** Stricter than the house's own limits; holds for every client of this service at the same host. */
  rateLimit?: RateLimit;
  /** Lifetime of answers to idempotent requests that do not say one, in seconds. Default: not cached. */
  cacheS?: number;
  /** Total for one request, in milliseconds, retries included, waiting for a turn excluded. */
  timeoutMs?: number;
  /** Cap on the decoded body. */
  maxBytes?: number;
};

/** What keeps a service from being asked right now; all zero when nothing does. */
export type ServiceState = {
  /** The service asked to wait: seconds until it is asked again. */
  asksToWaitS: number;
  /** Requests that wait for their turn. */
  waiting: number;
  /** It has not been answering: seconds until it is tried again. */
  triedAgainInS: number;
};

/** The process-wide part: connections, breakers, turns, cache. One for the whole process. */
export interface Http {
  client(options: HttpClientOptions): HttpClient;
  files(options: HttpClientOptions): FileClient;
  /** Of all hosts of the service together: the longest wait counts. */
  stateOf(service: string): ServiceState;
  close(): Promise<void>;
}
