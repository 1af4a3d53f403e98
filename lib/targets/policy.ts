import type { Actor } from "@/lib/core/actor";

/** A comment is changed by who wrote it; taken away by her or an administrator. */
export const canEditComment = (actor: Actor, authorPk: number | null): boolean =>
  actor.kind === "user" && actor.userPk === authorPk;

export const canDeleteComment = (actor: Actor, authorPk: number | null): boolean =>
  canEditComment(actor, authorPk) || actor.kind === "system" || (actor.kind === "user" && actor.role === "admin");
