import type * as z from "zod";
import { TomError } from "@/lib/core/errors";
import type { HttpClient, HttpRequest } from "./types";

/**
 * A JSON answer in the shape the schema says. Numbers beyond 2^53 arrive as text, NaN as null.
 *
 * @throws TomError UPSTREAM_FAILED, also when the answer has another shape: then `detail.where` names the first place
 */
export async function getJson<Value>(
  http: HttpClient,
  service: string,
  schema: z.ZodType<Value>,
  request: HttpRequest,
): Promise<Value> {
  const reply = await http.request({ ...request, expect: "json" });
  const parsed = schema.safeParse(reply.json());
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join(".").slice(0, 200) ?? "";
  throw new TomError("UPSTREAM_FAILED", `${service} answered in a form that this TOM does not know.`, {
    detail: { kind: "shape", where },
  });
}

/** As `getJson`; null when the service answers 404. */
export async function findJson<Value>(
  http: HttpClient,
  service: string,
  schema: z.ZodType<Value>,
  request: HttpRequest,
): Promise<Value | null> {
  let isMissing = false;
  const noting: HttpClient = {
    async request(asked) {
      const reply = await http.request(asked);
      isMissing = reply.status === 404;
      // Whatever a 404 says, it says "no".
      return isMissing ? { ...reply, json: () => null } : reply;
    },
  };
  const value = await getJson(noting, service, schema.nullable(), {
    ...request,
    accept: [...(request.accept ?? []), 404],
  });
  return isMissing ? null : value;
}
