import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { users } from "@/db/schema/people";
import type { Context } from "@/lib/access/context";
import { sessionScope, systemScope } from "@/lib/access/scope";
import type { TomConfig } from "@/lib/config/types";
import type { Clock } from "@/lib/core/clock";
import { TomError } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/logger";
import type { StoredPayload } from "./enqueue";

export type JobDependencies = { database: Database; config: TomConfig; clock: Clock; logger: Logger };

/**
 * A job acts as its owner, with the rights she has when it runs, not when she asked.
 * @throws FORBIDDEN where her account is gone or disabled.
 */
export async function jobContext(
  deps: JobDependencies,
  job: { id: string; kind: string; ownerPk: number | null } & Pick<StoredPayload, "as" | "cause">,
): Promise<Context> {
  const base = { ...deps, requestId: job.id, ...(job.cause ? { cause: job.cause } : {}) };
  if (job.as === "system") {
    return { ...base, actor: { kind: "system", job: job.kind }, scope: systemScope(job.kind) };
  }
  const [owner] = await deps.database.read
    .select({ pk: users.pk, id: users.id, username: users.username, role: users.role })
    .from(users)
    .where(and(eq(users.pk, job.ownerPk ?? -1), isNull(users.disabledAt)))
    .limit(1);
  if (!owner) throw new TomError("FORBIDDEN", "The account that started this is disabled or gone.");
  const actor = {
    kind: "user",
    userId: owner.id,
    userPk: owner.pk,
    username: owner.username,
    role: owner.role,
    via: "session",
    access: "write",
  } as const;
  return { ...base, actor, scope: sessionScope(actor, false) };
}
