import type { HttpClient, HttpReply } from "@/lib/http/types";
import type { Guard } from "./handler-commands";

/** The client of one attempt: a dry run asks, and changes nothing. */
export const handlerHttp = (guard: Guard, client: HttpClient): HttpClient => ({
  async request(request) {
    guard.alive();
    const method = request.method ?? "GET";
    if (!guard.dryRun || method === "GET" || method === "HEAD") return client.request(request);
    // Not the path: it may hold what must stay secret.
    const host = URL.canParse(request.url) ? new URL(request.url).host : "an address that is none";
    guard.logger.info({ bytes: request.body?.length ?? 0 }, `Dry run: ${method} would go to ${host}.`);
    return nothing;
  },
});

/** What stands for the answer to a request that was not made. */
const nothing: HttpReply = {
  status: 204,
  headers: {},
  bytes: new Uint8Array(),
  text: () => "",
  json: () => null,
  forget() {},
};
