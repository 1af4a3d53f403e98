import { type Actor, isAdmin } from "@/lib/core/actor";

/** All files of one person together are limited, except an administrator's. */
export const hasQuota = (actor: Actor): boolean => actor.kind === "user" && !isAdmin(actor);
