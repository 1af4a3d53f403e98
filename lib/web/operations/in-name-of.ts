import type { Context } from "@/lib/access/context";
import { sessionScope } from "@/lib/access/scope";
import type { UserActor } from "@/lib/core/actor";

type Person = { id: string; pk: number; username: string; role: UserActor["role"] };

/** The context in which a person does something by the command line, with the rights of her own session. */
export function inNameOf(ctx: Context, { id: userId, pk: userPk, username, role }: Person): Context {
  const actor: UserActor = { kind: "user", userId, userPk, username, role, via: "cli", access: "write" };
  return { ...ctx, actor, scope: sessionScope(actor, false) };
}
