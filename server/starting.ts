import type { Handler } from "./front";

/** Answers while the database opens and pages load: alive, not yet ready. */
export const startingHandler: Handler = (request, response) => {
  const live = request.url === "/api/health/live";
  const body = JSON.stringify(live ? { status: "ok" } : { status: "starting", message: "The server is starting." });
  request.resume();
  response.writeHead(live ? 200 : 503, {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    ...(live ? {} : { "Retry-After": "1" }),
  });
  response.end(body);
};
