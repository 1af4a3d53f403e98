import { findServices } from "./services";

/**
 * What Inngest calls. The door belongs to the engine, which is made once with the process; where Inngest is not the
 * engine there is no such door.
 */
export async function answerInngest(request: Request): Promise<Response> {
  const found = findServices();
  if (!found) return Response.json({ message: "The server is starting." }, { status: 503 });
  if (!found.inngest) return Response.json({ message: "Not found" }, { status: 404 });
  return found.inngest(request);
}
