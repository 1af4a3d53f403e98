import { memberships, users } from "@/db/schema/people";
import type { Tx } from "@/db/write";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { invalidInput } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { AccessContext } from "../context";
import { usernameKey } from "../names";
import { passwordProblem } from "../password-rules";
import { hashPassword } from "../passwords";
import { requireAdmin } from "../policy";
import { type CreateUserInput, createUserSchema } from "../schema";
import type { UserDto } from "../types";
import { emitApproval } from "./emit-approval";
import { findGroup, findUserByName, type GroupRow } from "./find-rows";

/** A new account, in the groups named (by id or name), as a member of each. For administrators. */
export async function createUser({ ctx, input }: { ctx: AccessContext; input: CreateUserInput }): Promise<UserDto> {
  requireAdmin(ctx.actor);
  const given = createUserSchema.parse(input);
  const problem = given.password === null ? null : passwordProblem(given.password, given.username);
  if (problem) throw invalidInput({ password: [problem] });
  const passwordHash = given.password === null ? null : await hashPassword(given.password);
  return ctx.database.write(async (tx) => {
    const user = await insertUser(tx, ctx, { ...given, email: given.email ?? null, passwordHash });
    await emitApproval(tx, ctx, user, "created");
    return user;
  });
}

export type NewUser = {
  username: string;
  email: string | null;
  role: "member" | "admin";
  /** argon2id in PHC form; null = no sign-in by password. */
  passwordHash: string | null;
  groups: readonly string[];
  isService?: boolean;
};

/** The rows of a new account with its audit row, inside a transaction that is already open. */
export async function insertUser(tx: Tx, ctx: AccessContext, user: NewUser): Promise<UserDto> {
  if (await findUserByName(tx, user.username)) throw invalidInput({ username: ["This name is taken."] });
  const joined: GroupRow[] = [];
  for (const idOrName of new Set(user.groups)) {
    const group = await findGroup(tx, idOrName);
    if (!group) throw invalidInput({ groups: [`There is no group "${idOrName.slice(0, 80)}".`] });
    if (!joined.some((other) => other.pk === group.pk)) joined.push(group);
  }
  const at = nowIso(ctx.clock);
  const id = newId();
  const [row] = await tx
    .insert(users)
    .values({
      id,
      username: user.username,
      usernameKey: usernameKey(user.username),
      email: user.email,
      passwordHash: user.passwordHash,
      role: user.role,
      isService: user.isService ?? false,
      createdAt: at,
      updatedAt: at,
    })
    .returning({ pk: users.pk });
  if (!row) throw new Error("The new account has no row.");
  if (joined.length > 0) {
    await tx
      .insert(memberships)
      .values(joined.map((group) => ({ userPk: row.pk, groupPk: group.pk, role: "member" as const, createdAt: at })));
  }
  await recordAudit(tx, ctx, {
    verb: "user.create",
    objectType: "user",
    objectId: id,
    summary: `Created the account ${user.username}`,
    changes: { role: [null, user.role], groups: [null, joined.map((group) => group.name)] },
  });
  return {
    id,
    username: user.username,
    email: user.email,
    role: user.role,
    disabled: false,
    createdAt: at,
    groups: joined.map((group) => ({ id: group.id, name: group.name, role: "member" })),
  };
}
