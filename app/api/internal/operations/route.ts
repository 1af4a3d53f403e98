import { newId } from "@/lib/core/ids";
import { errorBody, httpStatus, logOutcome, toTomError } from "@/lib/web/errors";
import { checkSigned } from "@/lib/web/internal-call";
import { perform } from "@/lib/web/operations/perform";
import { services } from "@/lib/web/services";

/** The command line's way to the server that owns the database. */
export async function POST(request: Request): Promise<Response> {
  const requestId = newId();
  const { logger, secrets, clock } = services();
  try {
    const body = await request.text();
    checkSigned(secrets.derive("internal"), request, body, clock.now());
    const { name, input } = JSON.parse(body) as { name: string; input: unknown };
    return Response.json({ data: (await perform(services(), name, input)) ?? null });
  } catch (error) {
    const known = toTomError(error);
    logOutcome(logger, "internal.operations", requestId, known);
    return Response.json({ error: errorBody(known, requestId) }, { status: httpStatus(known.code) });
  }
}
