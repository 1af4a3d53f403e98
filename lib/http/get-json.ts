import type * as z from "zod";
import { TomError } from "@/lib/core/errors";
import type { HttpClient, HttpReply, HttpRequest } from "./types";

/**
 * An answer in the shape the schema says.
 *
 * @throws TomError UPSTREAM_FAILED; `detail.where` names the first place that differs
 */
export function readJson<Value>(reply: HttpReply, service: string, schema: z.ZodType<Value>): Value {
  const parsed = schema.safeParse(reply.json());
  if (parsed.success) return parsed.data;
  reply.forget();
  const where = parsed.error.issues[0]?.path.join(".").slice(0, 200) ?? "";
  throw new TomError("UPSTREAM_FAILED", `${service} answered in a form that this TOM does not know.`, {
    detail: { kind: "shape", where },
  });
}

/** Asks and reads in one. Numbers beyond 2^53 arrive as text, NaN as null. @throws TomError UPSTREAM_FAILED */
export async function getJson<Value>(
  http: HttpClient,
  service: string,
  schema: z.ZodType<Value>,
  request: HttpRequest,
): Promise<Value> {
  return readJson(await http.request({ ...request, expect: "json" }), service, schema);
}

/** As `getJson`; null when the service answers 404, whatever it says with it. */
export async function findJson<Value>(
  http: HttpClient,
  service: string,
  schema: z.ZodType<Value>,
  request: HttpRequest,
): Promise<Value | null> {
  const reply = await http.request({ ...request, expect: "json", accept: [...(request.accept ?? []), 404] });
  return reply.status === 404 ? null : readJson(reply, service, schema);
}
