import type { Actor } from "@/lib/core/actor";
import { TomError } from "@/lib/core/errors";
import type { StateSource } from "./types";

/** Throws unless somebody acts who may write at all; what she may do with one record is her right on its target. */
export function requireWriter(actor: Actor): void {
  if (actor.kind === "anonymous") throw new TomError("UNAUTHENTICATED", "Please sign in.");
  if (actor.kind === "user" && actor.access !== "write") throw new TomError("FORBIDDEN", "This token may read only.");
}

export const mayNotChange = (): TomError =>
  new TomError("FORBIDDEN", "You may see this target, but not change its observation records.");

/** How a change came about, by who makes it. */
export function sourceOf(actor: Actor): StateSource {
  if (actor.kind !== "user") return "house";
  return actor.via === "session" ? "page" : "api";
}
