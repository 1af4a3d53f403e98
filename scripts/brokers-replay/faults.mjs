/**
 * Misbehaviour on demand. `POST /__replay/fault` with `{ "kind": ... }` switches it on, `{ "kind": null }` off; with
 * `"path"` only addresses that begin so are hit, with `"times"` only that many requests.
 */
export const kinds = ["hang", "status", "html", "truncated", "nan", "broken-off", "reset", "rows"];

const html = "<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>";

/** Sends the answer's text spoilt by the fault. */
export function spoil(fault, request, response, status, text) {
  const json = { "content-type": "application/json" };
  switch (fault.kind) {
    case "hang":
      return;
    case "reset":
      request.socket.destroy();
      return;
    case "status": {
      const wait = fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
      response.writeHead(fault.status ?? 500, { "content-type": "text/html", ...wait }).end(html);
      return;
    }
    case "html":
      response.writeHead(200, { "content-type": "text/html" }).end(html);
      return;
    case "truncated":
      response.writeHead(status, json).end(text.slice(0, Math.max(1, Math.floor(text.length * 0.6))));
      return;
    case "nan":
      response.writeHead(status, json).end(text.replace(/(:\s*)-?\d+\.\d+/g, "$1NaN"));
      return;
    case "broken-off":
      response.writeHead(200, { ...json, "content-length": String(text.length + 1000) });
      response.write(text, () => request.socket.destroy());
      return;
    default:
      response.writeHead(status, json).end(text);
  }
}
