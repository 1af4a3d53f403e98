import type { ServerResponse } from "node:http";

const lengthHeader = "x-tom-length";

/**
 * Next drops the Content-Length of what a route streams, so that whoever fetches a file sees neither its size nor that it
 * broke off. A route that knows the length says it in a header of its own, which becomes the real one here.
 */
export function tellLength(response: ServerResponse): void {
  const { writeHead } = response;
  response.writeHead = function (this: ServerResponse, ...head: unknown[]) {
    const length = this.getHeader(lengthHeader);
    if (length !== undefined) {
      this.removeHeader(lengthHeader);
      this.setHeader("Content-Length", String(length));
    }
    return Reflect.apply(writeHead, this, head);
  } as ServerResponse["writeHead"];
}
