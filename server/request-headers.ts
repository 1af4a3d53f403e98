import type { IncomingHttpHeaders } from "node:http";

/** Set by the front on every request, from the socket; whatever a client sends under this name is removed first. */
export const clientAddressHeader = "x-tom-client-address";

const forwarded = /^(x-forwarded-.*|forwarded|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip)$/;

// Names that Next (or this project) uses between its own parts. None has a business on the wire in production.
const internal = /^(x-tom-|x-middleware-|x-nextjs-|x-next-|x-invoke-|x-matched-path$|x-now-|x-vercel-|next-resume$)/;

// The development client of Next sends two of the internal names itself.
const developmentOnly = /^x-nextjs-(html-)?request-id$/;

/**
 * The host by which a page of ours on loopback was opened (`localhost`, `127.0.0.1` or `[::1]`, at `port`), from the
 * Origin of a request; null for any other origin.
 */
export function loopbackHostOf(origin: string | undefined, port: string): string | null {
  const host = /^http:\/\/((?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?)$/.exec(origin ?? "")?.[1];
  return host !== undefined && (/:(\d+)$/.exec(host)?.[1] ?? "80") === port ? host : null;
}

/** Removes in place what a client may not say: internal names always, forwarded ones unless a trusted proxy speaks. */
export function cleanHeaders(headers: IncomingHttpHeaders, by: { trustedProxy: boolean; dev: boolean }): void {
  for (const name of Object.keys(headers)) {
    if (internal.test(name) && !(by.dev && developmentOnly.test(name))) delete headers[name];
    else if (!by.trustedProxy && forwarded.test(name)) delete headers[name];
  }
}
