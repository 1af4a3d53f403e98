import type { Context } from "@/lib/access/context";
import { TomError } from "@/lib/core/errors";

/**
 * Who may knock at a door at all; what she may do with the object behind it is the command's business. "anyone" is held
 * back where readers without sign-in may see nothing; "visitor" is not: it is for signing in itself.
 */
export type Authorize = "visitor" | "anyone" | "user" | "admin";

export function authorizeDoor(ctx: Context, authorize: Authorize, access: "read" | "write"): void {
  const { actor } = ctx;
  if (authorize === "visitor") return;
  if (actor.kind !== "user") {
    if (authorize === "anyone" && ctx.scope.kind !== "none") return;
    throw new TomError("UNAUTHENTICATED", "Please sign in.");
  }
  if (access === "write" && actor.access !== "write") {
    throw new TomError("FORBIDDEN", "This token may read only.");
  }
  if (authorize === "admin" && actor.role !== "admin") {
    throw new TomError("FORBIDDEN", "Only administrators may do this.");
  }
}
