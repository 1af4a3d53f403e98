import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { users } from "@/db/schema/people";
import { TomError } from "@/lib/core/errors";
import type { AccessContext } from "../context";
import { checkUsername } from "../names";
import { passwordProblem } from "../password-rules";
import { hashPassword } from "../passwords";
import { insertUser } from "./create-user";

type Call = { ctx: AccessContext; input: { username: string; password: string } };

/**
 * Makes the first administrator (from the environment, the demo or the command line) unless there is one who can sign in.
 * Safe at every start: an account that exists is never changed, so that a password changed later stays.
 *
 * @throws MISCONFIGURED when name or password cannot be taken, with the reason and without the password.
 */
export async function ensureFirstAdministrator({ ctx, input }: Call): Promise<{ created: boolean }> {
  if (await hasAdministrator(ctx.database.read)) return { created: false };
  const name = checkUsername(input.username);
  if (!name.ok) throw new TomError("MISCONFIGURED", `The first administrator's name cannot be taken: ${name.problem}`);
  const problem = passwordProblem(input.password, name.value);
  if (problem) throw new TomError("MISCONFIGURED", `The first administrator's password cannot be taken: ${problem}`);
  const passwordHash = await hashPassword(input.password);
  const actor = { kind: "system", job: "first-administrator" } as const;
  return ctx.database.write(async (tx) => {
    if (await hasAdministrator(tx)) return { created: false };
    await insertUser(
      tx,
      { ...ctx, actor },
      { username: name.value, email: null, role: "admin", passwordHash, groups: [] },
    );
    return { created: true };
  });
}

async function hasAdministrator(db: ReadDb): Promise<boolean> {
  const [row] = await db
    .select({ pk: users.pk })
    .from(users)
    .where(
      and(eq(users.role, "admin"), isNull(users.disabledAt), isNotNull(users.passwordHash), eq(users.isService, false)),
    )
    .limit(1);
  return row !== undefined;
}
