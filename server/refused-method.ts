import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { apiMethods } from "./api-methods";

const variables = (template: string): number => template.split("{").length;

// As Next chooses: a name that is written out goes before one that stands for any.
const routes = Object.entries(apiMethods)
  .sort(([one], [other]) => variables(one) - variables(other))
  .map(([template, methods]) => ({
    path: new RegExp(`^/api/v1${template.replaceAll(".", "\\.").replace(/\{[^}]+\}/g, "[^/]+")}/?$`),
    methods,
  }));

/** What may be done at an address of the API; null where there is none. */
const methodsAt = (url: string): string | null => {
  const path = url.split(/[?#]/, 1)[0] ?? "";
  return routes.find((route) => route.path.test(path))?.methods ?? null;
};

/**
 * Next answers a method that a route does not have with a bare 405. At addresses of the API this gives that answer what
 * programs are promised of every refusal: the methods that there are, and an error they can read.
 */
export function explainRefusedMethod(request: IncomingMessage, response: ServerResponse): void {
  const methods = methodsAt(request.url ?? "");
  if (methods === null) return;
  const { writeHead, end } = response;
  let body = "";
  response.writeHead = function (this: ServerResponse, ...head: unknown[]) {
    if (head.length === 1 && head[0] === 405 && !this.hasHeader("content-type")) {
      const requestId = randomUUID();
      const message = `${request.method} is not possible at this address. Possible: ${methods}.`;
      body = JSON.stringify({ error: { code: "INVALID_INPUT", message, requestId } });
      this.setHeader("Allow", `${methods}, OPTIONS`);
      this.setHeader("Content-Type", "application/json; charset=utf-8");
      this.setHeader("Content-Length", Buffer.byteLength(body));
      this.setHeader("Cache-Control", "no-store");
      this.setHeader("X-Request-Id", requestId);
    }
    return Reflect.apply(writeHead, this, head);
  } as ServerResponse["writeHead"];
  response.end = function (this: ServerResponse, ...rest: unknown[]) {
    // Nothing is sent yet: the head must be known before it can be seen that the body is ours.
    if (!this.headersSent && this.statusCode === 405) this.writeHead(405);
    const done = rest.filter((one) => typeof one === "function");
    return Reflect.apply(end, this, body === "" ? rest : [body, ...done]);
  } as ServerResponse["end"];
}
