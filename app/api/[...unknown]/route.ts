import { notFound } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { errorBody } from "@/lib/web/errors";

/** A program that asks for an address that does not exist gets an error it can read, not a page. */
function refuse(): Response {
  const requestId = newId();
  return Response.json(
    { error: errorBody(notFound("address"), requestId) },
    { status: 404, headers: { "X-Request-Id": requestId, "Cache-Control": "no-store" } },
  );
}

export const GET = refuse;
export const POST = refuse;
export const PUT = refuse;
export const PATCH = refuse;
export const DELETE = refuse;
