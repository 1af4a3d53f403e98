import * as z from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { version } from "@/lib/core/version";
import type { UploadSpec } from "../upload";

type Spec = {
  name: string;
  summary: string;
  description?: string;
  authorize: "anyone" | "user" | "admin";
  params?: z.ZodType | undefined;
  query?: z.ZodType | undefined;
  body?: z.ZodType | undefined;
  upload?: UploadSpec | undefined;
  form?: z.ZodType | undefined;
  response: z.ZodType;
  status?: number;
  otherStatus?: number;
  versioned?: true;
};

export type ApiModules = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
export type ApiOperation = Spec & { path: string; method: string };

const verbs = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

const specOf = (door: unknown): Spec | null =>
  typeof door === "function" && "spec" in door ? (door.spec as Spec) : null;

/** Every operation of the API, from the routes themselves. */
export const operationsOf = (modules: ApiModules): ApiOperation[] =>
  Object.entries(modules).flatMap(([path, module]) =>
    verbs.flatMap((verb) => {
      const spec = specOf(module[verb]);
      return spec ? [{ ...spec, path, method: verb.toLowerCase() }] : [];
    }),
  );

const errorShape = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      fieldErrors: z.record(z.string(), z.array(z.string())).optional(),
      requestId: z.string(),
    }),
  })
  .meta({ id: "Error" });

const errors: Record<string, string> = {
  400: "The input is not right; `fieldErrors` says where",
  401: "No token, or one that is not known",
  403: "Visible to you, but not yours to do",
  404: "No such object, or not visible to you",
  409: "A clash, or a stale version",
  429: "Too many requests; see `Retry-After`",
};

const json = (schema: z.ZodType) => ({ content: { "application/json": { schema } } });

const fileShape = z.string().meta({ format: "binary" });

/** A form of files, or the first of them as it is. */
function uploadBody({ files, contentType }: UploadSpec): NonNullable<ZodOpenApiOperationObject["requestBody"]> {
  const parts = Object.entries(files).map(([name, description]) => [
    name,
    fileShape.meta({ format: "binary", description }),
  ]);
  const [first, ...others] = parts.map(([name, shape]) => [name, shape] as [string, z.ZodString]);
  const form = z.object({
    ...(first ? { [first[0]]: first[1] } : {}),
    ...Object.fromEntries(others.map(([name, shape]) => [name, shape.optional()])),
  });
  return { content: { "multipart/form-data": { schema: form }, [contentType]: { schema: fileShape } } };
}

const keyHeader = z.object({
  "Idempotency-Key": z.string().optional().meta({
    description: "The same key and body within 24 h: the same answer, and no second effect. Another body: 409",
  }),
});
const versionHeader = z.object({
  "If-Match": z.string().optional().meta({ description: "The version that the change is made on", example: '"3"' }),
});

/** Headers that an operation heeds, besides the token. */
function headersOf(spec: ApiOperation): { header?: z.ZodObject } {
  if (spec.method === "post") return { header: keyHeader };
  return spec.versioned ? { header: versionHeader } : {};
}

function errorsOf(spec: ApiOperation): Record<string, string> {
  const takesBody = spec.body !== undefined || spec.upload !== undefined || spec.form !== undefined;
  return {
    ...errors,
    ...(spec.versioned ? { 412: "The version of If-Match is not the newest" } : {}),
    ...(takesBody ? { 413: "More than this door takes" } : {}),
  };
}

function successesOf(spec: ApiOperation): Record<string, object> {
  const statuses = [spec.status ?? 200, ...(spec.otherStatus === undefined ? [] : [spec.otherStatus])];
  const { content } = json(spec.response);
  // As `format=csv` asks for it.
  const csv = isObject(spec.query) && "format" in spec.query.shape ? { "text/csv": { schema: z.string() } } : {};
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: "Done", ...(status === 204 ? {} : { content: { ...content, ...csv } }) },
    ]),
  );
}

const isObject = (schema: z.ZodType | undefined): schema is z.ZodObject => schema instanceof z.ZodObject;

function operation(spec: ApiOperation): ZodOpenApiOperationObject {
  return {
    operationId: `${spec.name}`,
    summary: spec.summary,
    ...(spec.description ? { description: spec.description } : {}),
    tags: [spec.path.split("/")[1] ?? "api"],
    ...(spec.authorize === "anyone" ? { security: [{}, { token: [] }] } : {}),
    requestParams: {
      ...(isObject(spec.params) ? { path: spec.params } : {}),
      ...(isObject(spec.query) ? { query: spec.query } : {}),
      ...headersOf(spec),
    },
    ...(spec.body ? { requestBody: json(spec.body) } : {}),
    ...(spec.upload ? { requestBody: uploadBody(spec.upload) } : {}),
    ...(spec.form ? { requestBody: { content: { "multipart/form-data": { schema: spec.form } } } } : {}),
    responses: {
      ...successesOf(spec),
      ...Object.fromEntries(
        Object.entries(errorsOf(spec)).map(([code, description]) => [code, { description, ...json(errorShape) }]),
      ),
    } as ZodOpenApiOperationObject["responses"] & object,
  };
}

const made = new WeakMap<ApiModules, Map<string, ReturnType<typeof makeDocument>>>();

/**
 * OpenAPI 3.1 of the whole API, from the schemas that the routes parse with. Made once: that takes a fifth of a second, and
 * anybody may ask for it.
 */
export function openApiDocument(modules: ApiModules, origin: string) {
  const known = made.get(modules) ?? new Map<string, ReturnType<typeof makeDocument>>();
  made.set(modules, known);
  const document = known.get(origin) ?? makeDocument(modules, origin);
  known.set(origin, document);
  return document;
}

function makeDocument(modules: ApiModules, origin: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const spec of operationsOf(modules)) paths[spec.path] = { ...paths[spec.path], [spec.method]: operation(spec) };
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "TOM API",
      version,
      description:
        "Angles in degrees ICRS, times ISO 8601 UTC or MJD UTC, magnitudes in the system named, fluxes in nJy. Ids are text.",
    },
    servers: [{ url: `${origin}/api/v1` }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    paths,
  });
}
