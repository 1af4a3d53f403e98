import { TomError } from "@/lib/core/errors";
import type { Env } from "@/lib/env/env";

/** Every origin that is ours: the configured one, and on loopback each spelling of it at our port. */
function ownOrigins(env: Pick<Env, "origin" | "originIsLoopback" | "port">): readonly string[] {
  if (!env.originIsLoopback) return [env.origin];
  const port = new URL(env.origin).port || "80";
  const spell = (host: string): string => new URL(`http://${host}:${port}`).origin;
  return [env.origin, spell("localhost"), spell("127.0.0.1"), spell("[::1]")];
}

/**
 * For every act that a cookie authorises and that changes something. Compared with our own configuration, never with
 * a forwarded host. Without an Origin header the browser must say that the request came from our own pages.
 */
export function checkOrigin(headers: Headers, env: Pick<Env, "origin" | "originIsLoopback" | "port">): void {
  const origin = headers.get("origin");
  if (origin === null) {
    if (headers.get("sec-fetch-site") === "same-origin") return;
  } else if (ownOrigins(env).includes(origin)) return;
  throw new TomError("FORBIDDEN", "This request did not come from a page of this site.");
}
