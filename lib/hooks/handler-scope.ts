import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { users } from "@/db/schema/people";
import { oneTargetScope, openScope, sessionScope, systemScope, type VisibleScope } from "@/lib/access/scope";
import type { ChangeActor, HandlerScope } from "./contract";

type About = { database: Database; job: string; actor: ChangeActor; targetId: string | null };

/** What a handler may see and change in one attempt, from what its reference declares. */
export async function handlerScope(declared: HandlerScope, about: About): Promise<VisibleScope> {
  switch (declared) {
    case "object":
      return oneTargetScope(about.job, about.targetId);
    case "open":
      return openScope(about.job);
    case "everything":
      return systemScope(about.job);
    case "actor":
      return actorScope(about);
  }
}

async function actorScope({ database, job, actor }: About): Promise<VisibleScope> {
  if (actor.kind === "system") return systemScope(job);
  const [user] = await database.read
    .select({ pk: users.pk, id: users.id, username: users.username, role: users.role })
    .from(users)
    .where(and(eq(users.id, actor.userId), isNull(users.disabledAt)))
    .limit(1);
  if (!user) return oneTargetScope(job, null);
  const { pk: userPk, id: userId, username, role } = user;
  return sessionScope({ kind: "user", userId, userPk, username, role, via: "session", access: "write" }, false);
}
