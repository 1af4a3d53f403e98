import type { Actor } from "@/lib/core/actor";
import { TomError } from "@/lib/core/errors";

/** Throws unless somebody acts who may write at all; what she may do with one target is its grants' business. */
export function requireWriter(actor: Actor): void {
  if (actor.kind === "anonymous") throw new TomError("UNAUTHENTICATED", "Please sign in.");
  if (actor.kind === "user" && actor.access !== "write") throw new TomError("FORBIDDEN", "This token may read only.");
}

/** A comment is changed by who wrote it; taken away by her or an administrator. */
export const canEditComment = (actor: Actor, authorPk: number | null): boolean =>
  actor.kind === "user" && actor.userPk === authorPk;

export const canDeleteComment = (actor: Actor, authorPk: number | null): boolean =>
  canEditComment(actor, authorPk) || actor.kind === "system" || (actor.kind === "user" && actor.role === "admin");
