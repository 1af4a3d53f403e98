import type { HttpClient, HttpMethod } from "@/lib/http/types";

const errors = Array.from({ length: 200 }, (_none, index) => 400 + index);

/** The SDK's way out is the house's own: declared hosts, limits of time and size, no redirects. */
export const fetchThrough =
  (http: HttpClient): typeof fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    const body = request.method === "GET" || request.method === "HEAD" ? undefined : await request.text();
    const reply = await http.request({
      url: request.url,
      method: request.method as HttpMethod,
      headers: Object.fromEntries(request.headers),
      ...(body === undefined ? {} : { body }),
      // The SDK reads refusals itself.
      accept: errors,
    });
    // An empty answer has no body at all, which these statuses insist on.
    const empty = reply.status === 204 || reply.status === 304;
    return new Response(empty ? null : Buffer.from(reply.bytes), {
      status: reply.status,
      headers: forReader(reply.headers),
    });
  };

/** The body is decoded by now, whatever it came as. */
function forReader(headers: Readonly<Record<string, string>>): Record<string, string> {
  const { "content-encoding": _encoding, "content-length": _length, "transfer-encoding": _transfer, ...rest } = headers;
  return rest;
}
