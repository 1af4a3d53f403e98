import * as z from "zod";
import type { Context } from "@/lib/access/context";
import type { Visitor } from "@/lib/core/actor";
import { invalidInput, TomError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { type Authorize, authorizeDoor } from "./authorize";
import { requestContext } from "./context";
import { errorBody, httpStatus, logOutcome, toTomError } from "./errors";
import { withIdempotency } from "./idempotency";
import { jsonOf, unknownName } from "./json-body";
import { checkOrigin } from "./origin";
import { bucketOf, type RateDecision, requireTurn } from "./rate-limit";
import { services } from "./services";
import { actorOfBearer, getActor } from "./session";
import { identityOf, noFiles, readUpload, type UploadedFile, type UploadSpec } from "./upload";

type Infer<S> = S extends z.ZodType ? z.output<S> : undefined;

/** A body that was taken as it came, because it is too large to be held. */
export type ReceivedBody<U> = {
  value: U;
  /** What tells this body from another one, for keys of repeated requests. */
  fingerprint: string;
  /** Called once the request is answered, however: what was put away for it and not taken goes. */
  discard(): Promise<void>;
};

export type RouteSpec<P, Q, B, R extends z.ZodType, U> = {
  /** domain.verb; the name in the log, in OpenAPI and in the authorisation matrix. */
  name: string;
  summary: string;
  description?: string;
  authorize: Authorize;
  /** Default: GET and HEAD read, everything else writes. A POST that only reads says "read". */
  access?: "read" | "write";
  params?: P;
  query?: Q;
  body?: B;
  /** Takes files instead of a body: see `readUpload`. */
  upload?: UploadSpec;
  /** Takes the body itself, in place of `body`. */
  receive?(call: { ctx: Context; request: Request }): Promise<ReceivedBody<U>>;
  /** What `receive` takes, as multipart/form-data, for OpenAPI. */
  form?: z.ZodType;
  response: R;
  /** Of success; default 200. */
  status?: number;
  /** Of success in the cases that `summary` names, where `run` answers with a Response of its own. */
  otherStatus?: number;
  /** Heeds If-Match: 412 where the object has moved on. */
  versioned?: true;
  /** Version of a single object, sent as ETag. */
  etag?(data: z.output<R>): number | string;
  run(call: RouteCall<P, Q, B, U>): Promise<z.input<R> | Response>;
};

export type RouteCall<P, Q, B, U> = {
  ctx: Context;
  params: Infer<P>;
  query: Infer<Q>;
  body: Infer<B>;
  /** By the names of `upload`; empty where the route takes none. */
  files: ReadonlyMap<string, UploadedFile>;
  received: U;
  request: Request;
  /** Version named by If-Match; null without the header. */
  ifMatch: number | null;
};

type RouteArguments = { params: Promise<Record<string, string | string[] | undefined>> };

/** The HTTP twin of `defineAction`, with what programs need besides: tokens, limits, idempotency keys, versions. */
export function defineRoute<
  R extends z.ZodType,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  U = undefined,
>(spec: RouteSpec<P, Q, B, R, U>) {
  const handler = async (request: Request, args: RouteArguments): Promise<Response> => {
    const requestId = newId();
    let rate: RateDecision | null = null;
    let received: ReceivedBody<U> | null = null;
    let leave = (): void => undefined;
    try {
      const actor = await actorOf(request);
      rate = services().rateLimiter.take(bucketOf(actor, request.headers));
      requireTurn(rate);
      const ctx = requestContext(actor, requestId);
      authorizeDoor(ctx, spec.authorize, spec.access ?? (isRead(request) ? "read" : "write"));
      if (spec.upload) leave = spec.upload.places.take(ctx.actor.kind === "user" ? ctx.actor.userPk : -1);
      const files = spec.upload ? await readUpload(request, spec.upload) : noFiles;
      received = (await spec.receive?.({ ctx, request })) ?? null;
      const text = received?.fingerprint ?? (await textOf(spec, request, files));
      const carried = { text, files, value: received?.value };
      const answer = (its: Context): Promise<Response> => respond(spec, its, request, args, carried);
      return finish(await withIdempotency(ctx, request, text, answer), requestId, rate);
    } catch (error) {
      const known = withStatus(toTomError(error), request);
      logOutcome(services().logger, spec.name, requestId, known.error);
      const headers = known.error.retryAfterS === undefined ? {} : { "Retry-After": String(known.error.retryAfterS) };
      return finish(
        Response.json({ error: errorBody(known.error, requestId) }, { status: known.status, headers }),
        requestId,
        rate,
      );
    } finally {
      leave();
      await received?.discard();
    }
  };
  return Object.assign(handler, { spec });
}

/** What the body of a request holds. */
type Carried<U> = { text: string; files: ReadonlyMap<string, UploadedFile>; value: U | undefined };

async function textOf(
  spec: { body?: unknown; upload?: UploadSpec },
  request: Request,
  files: ReadonlyMap<string, UploadedFile>,
): Promise<string> {
  if (spec.upload) return identityOf(files);
  return isRead(request) && !spec.body ? "" : request.text();
}

async function respond<P, Q, B, R extends z.ZodType, U>(
  spec: RouteSpec<P, Q, B, R, U>,
  ctx: Context,
  request: Request,
  args: RouteArguments,
  { text, files, value }: Carried<U>,
): Promise<Response> {
  const [params, query, body] = [
    await parse(spec.params, await args.params),
    await parse(spec.query ?? noQuery, queryOf(request)),
    spec.upload || spec.receive ? undefined : await parse(spec.body, bodyOf(spec.body, text)),
  ];
  const parts = { params, query, body, files, received: value, request, ifMatch: ifMatchOf(request) };
  const call = { ctx, ...parts } as RouteCall<P, Q, B, U>;
  const data = await spec.run(call);
  if (data instanceof Response) return data;
  const status = spec.status ?? 200;
  if (status === 204) return new Response(null, { status });
  const headers: Record<string, string> = spec.etag ? { ETag: `"${spec.etag(data as z.output<R>)}"` } : {};
  return Response.json(data, { status, headers });
}

async function actorOf(request: Request): Promise<Visitor> {
  const header = request.headers.get("authorization");
  if (header !== null) {
    const token = /^(?:Bearer|Token)\s+(\S{1,200})$/i.exec(header)?.[1];
    const actor = token ? await actorOfBearer(token) : null;
    if (!actor) requireTurn(services().rateLimiter.take(`unknown token:${clientAddress(request)}`));
    if (!actor) throw new TomError("UNAUTHENTICATED", "This token is not known, has expired or was revoked.");
    return actor;
  }
  const actor = await getActor();
  if (actor.kind === "user" && !isRead(request)) checkOrigin(request.headers, services().env);
  return actor;
}

const isRead = (request: Request): boolean => request.method === "GET" || request.method === "HEAD";
const clientAddress = (request: Request): string => request.headers.get("x-tom-client-address") ?? "";

// Where a door takes no parameter, every one is unknown; the same with fields of a body.
const noQuery = z.strictObject({});
const noBody = z.strictObject({});

async function parse(schema: unknown, value: unknown): Promise<unknown> {
  return schema === undefined ? undefined : (schema as z.ZodType).parseAsync(value);
}

function queryOf(request: Request): Record<string, string> {
  const search = new URL(request.url).searchParams;
  const entries = [...search.keys()].map((key) => {
    if (key === "__proto__") throw unknownName(key);
    if (search.getAll(key).length > 1) throw invalidInput({ [key.slice(0, 60)]: ["is given more than once"] });
    return [key, search.get(key) ?? ""];
  });
  return Object.fromEntries(entries);
}

/** A body may be left out where its schema says so; where there is no schema, every field is unknown. */
function bodyOf(schema: unknown, text: string): unknown {
  if (schema === undefined && text.trim() !== "") return void noBody.parse(jsonOf(text));
  const mayBeMissing = schema === undefined || (schema as z.ZodType).safeParse(undefined).success;
  return text.trim() === "" && mayBeMissing ? undefined : jsonOf(text);
}

function ifMatchOf(request: Request): number | null {
  const header = request.headers.get("if-match");
  if (header === null || header.trim() === "*") return null;
  const version = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header.trim())?.[1];
  if (version === undefined) throw invalidInput({ "If-Match": ['must be a version such as "3"'] });
  return Number(version);
}

function withStatus(error: TomError, request: Request): { error: TomError; status: number } {
  const stale = error.code === "CONFLICT" && error.detail?.stale === true && request.headers.has("if-match");
  const tooLarge = error.code === "LIMIT_EXCEEDED" && error.detail?.tooLarge === true;
  return { error, status: stale ? 412 : tooLarge ? 413 : httpStatus(error.code) };
}

function finish(response: Response, requestId: string, rate: RateDecision | null): Response {
  response.headers.set("X-Request-Id", requestId);
  if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "private, no-store");
  if (rate) {
    response.headers.set("RateLimit-Limit", String(rate.limit));
    response.headers.set("RateLimit-Remaining", String(rate.remaining));
    response.headers.set("RateLimit-Reset", String(rate.resetS));
  }
  return response;
}
