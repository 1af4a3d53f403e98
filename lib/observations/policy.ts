import type { Actor } from "@/lib/core/actor";
import { TomError } from "@/lib/core/errors";
import type { StateSource } from "./types";

export const mayNotChange = (): TomError =>
  new TomError("FORBIDDEN", "You may see this target, but not change its observation records.");

/** How a change came about, by who makes it. */
export function sourceOf(actor: Actor): StateSource {
  if (actor.kind !== "user") return "house";
  return actor.via === "session" ? "page" : "api";
}
