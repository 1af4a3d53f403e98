import * as z from "zod";
import type { ReadDb } from "@/db/client";
import { createToken } from "@/lib/access/commands/api-tokens";
import { disableUser } from "@/lib/access/commands/change-account";
import { setPassword } from "@/lib/access/commands/change-password";
import { createUser } from "@/lib/access/commands/create-user";
import { findGroup, findUserByName } from "@/lib/access/commands/find-rows";
import { createGroup } from "@/lib/access/commands/groups";
import { addMember } from "@/lib/access/commands/members";
import { everyUser } from "@/lib/access/queries/every-user";
import { listGroups } from "@/lib/access/queries/groups";
import { TomError } from "@/lib/core/errors";
import { defineOperation } from "./define-operation";

const name = z.string().min(1).max(200);
const nothing = z.strictObject({});

async function userIdOf(db: ReadDb, username: string): Promise<string> {
  const user = await findUserByName(db, username);
  if (!user) throw new TomError("NOT_FOUND", `There is no account "${username}".`);
  return user.id;
}

export const people = {
  "user.create": defineOperation({
    input: z.strictObject({
      username: name,
      role: z.enum(["admin", "member"]),
      email: z.string().max(300).nullable(),
      groups: z.array(name).max(100),
      password: z.string().max(1000),
    }),
    run: ({ ctx, input }) => createUser({ ctx, input }),
  }),
  "user.list": defineOperation({ input: nothing, run: ({ ctx }) => everyUser(ctx.database.read) }),
  "user.disable": defineOperation({
    input: z.strictObject({ username: name }),
    run: async ({ ctx, input }) => {
      await disableUser({ ctx, input: { userId: await userIdOf(ctx.database.read, input.username) } });
      return { disabled: input.username };
    },
  }),
  "user.password": defineOperation({
    input: z.strictObject({ username: name, password: z.string().max(1000) }),
    run: async ({ ctx, input }) => {
      await setPassword({
        ctx,
        input: { userId: await userIdOf(ctx.database.read, input.username), password: input.password },
      });
      return { changed: input.username };
    },
  }),
  "group.create": defineOperation({
    input: z.strictObject({ name, description: z.string().max(500).default("") }),
    run: ({ ctx, input }) => createGroup({ ctx, input }),
  }),
  "group.add": defineOperation({
    input: z.strictObject({ group: name, username: name, role: z.enum(["member", "manager"]) }),
    run: async ({ ctx, input }) => {
      const group = await findGroup(ctx.database.read, input.group);
      if (!group) throw new TomError("NOT_FOUND", `There is no group "${input.group}".`);
      await addMember({ ctx, input: { groupId: group.id, username: input.username, role: input.role } });
      return { group: group.name, user: input.username, role: input.role };
    },
  }),
  "group.list": defineOperation({ input: nothing, run: ({ ctx }) => listGroups(ctx.database.read, ctx.scope) }),
  "token.create": defineOperation({
    input: z.strictObject({ username: name, scope: z.enum(["read", "write"]), days: z.number().int().min(1).max(365) }),
    run: async ({ ctx, input }) => {
      const forUserId = await userIdOf(ctx.database.read, input.username);
      const { token, record } = await createToken({
        ctx,
        forUserId,
        input: { name: "command line", scope: input.scope, days: input.days },
      });
      return { token, scope: record.scope, expiresAt: record.expiresAt };
    },
  }),
};
