import { type Actor, isAdmin, type UserActor } from "@/lib/core/actor";
import { TomError } from "@/lib/core/errors";
import type { GroupRole } from "./types";

/** Managers look after the members of their own group, administrators after all. */
export const canManageGroup = (actor: Actor, roleInGroup: GroupRole | null): boolean =>
  isAdmin(actor) || roleInGroup === "manager";

const mayWrite = (actor: Actor): boolean =>
  actor.kind === "system" || (actor.kind === "user" && actor.access === "write");

/** Throws unless an administrator (or the house itself) acts. */
export function requireAdmin(actor: Actor): void {
  if (actor.kind === "anonymous") throw new TomError("UNAUTHENTICATED", "Please sign in.");
  if (!isAdmin(actor)) throw new TomError("FORBIDDEN", "Only administrators may do this.");
  if (!mayWrite(actor)) throw new TomError("FORBIDDEN", "This token may read only.");
}

/** Throws unless somebody acts who may write at all; what she may do with one object is the business of its grants. */
export function requireWriter(actor: Actor): void {
  if (actor.kind === "anonymous") throw new TomError("UNAUTHENTICATED", "Please sign in.");
  if (!mayWrite(actor)) throw new TomError("FORBIDDEN", "This token may read only.");
}

/** Throws unless a signed-in person acts who may write. */
export function requireUser(actor: Actor): UserActor {
  if (actor.kind !== "user") throw new TomError("UNAUTHENTICATED", "Please sign in.");
  if (!mayWrite(actor)) throw new TomError("FORBIDDEN", "This token may read only.");
  return actor;
}

/** What concerns the account itself is done by the person, never by a token that could have been copied. */
export function requireOwnSession(actor: Actor): UserActor {
  const user = requireUser(actor);
  if (user.via === "token") throw new TomError("FORBIDDEN", "A token cannot change the account: sign in for that.");
  return user;
}
