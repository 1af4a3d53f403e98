import type { HttpClient, HttpRequest } from "@/lib/http/types";

/** Small images of an alert: what was seen, what is there usually, and the difference of the two. */
export const stampKinds = ["science", "template", "difference"] as const;
export type StampKind = (typeof stampKinds)[number];

/** A person looks on: she is told soon that there is none, and a stamp of 63 x 63 pixels is a few kilobytes. */
const limits = { timeoutMs: 12_000, maxBytes: 500_000, cacheS: 3_600 };
const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * The PNG that a service answers with; null where it has none, which services say by 404, by an error of their own (500),
 * or by something that is no PNG. Nothing but a PNG is ever handed on. @throws TomError UPSTREAM_FAILED
 */
export async function askStamp(http: HttpClient, request: HttpRequest): Promise<Uint8Array | null> {
  const reply = await http.request({ ...limits, ...request, accept: [400, 404, 500] });
  if (reply.status < 300 && pngStart.every((byte, index) => reply.bytes[index] === byte)) return reply.bytes;
  reply.forget();
  return null;
}
