"use server";

import { disableUser, enableUser, setRole, updateEmail } from "@/lib/access/commands/change-account";
import { setPassword } from "@/lib/access/commands/change-password";
import { createUser } from "@/lib/access/commands/create-user";
import { revokeAllSessions } from "@/lib/access/commands/end-session";
import { setGroupWebhook } from "@/lib/access/commands/group-webhook";
import { createGroup, deleteGroup, renameGroup } from "@/lib/access/commands/groups";
import { addMember, managedGroup, removeMember, setMemberRole } from "@/lib/access/commands/members";
import { requireWriter } from "@/lib/access/policy";
import {
  addMemberSchema,
  createGroupSchema,
  createUserSchema,
  deleteGroupSchema,
  groupIdSchema,
  memberSchema,
  renameGroupSchema,
  setGroupWebhookSchema,
  setMemberRoleSchema,
  setPasswordSchema,
  setRoleSchema,
  updateEmailSchema,
  userIdSchema,
} from "@/lib/access/schema";
import { newId } from "@/lib/core/ids";
import { defineAction } from "@/lib/web/define-action";
import { services } from "@/lib/web/services";

export const createUserAction = defineAction({
  name: "user.create",
  input: createUserSchema,
  authorize: "admin",
  run: ({ ctx, input }) => createUser({ ctx, input: { ...input, email: input.email ?? "" } }),
});

export const setRoleAction = defineAction({
  name: "user.setRole",
  input: setRoleSchema,
  authorize: "admin",
  run: ({ ctx, input }) => setRole({ ctx, input }),
});

export const disableUserAction = defineAction({
  name: "user.disable",
  input: userIdSchema,
  authorize: "admin",
  run: ({ ctx, input }) => disableUser({ ctx, input }),
});

export const enableUserAction = defineAction({
  name: "user.enable",
  input: userIdSchema,
  authorize: "admin",
  run: ({ ctx, input }) => enableUser({ ctx, input }),
});

export const setEmailAction = defineAction({
  name: "user.setEmail",
  input: updateEmailSchema,
  authorize: "admin",
  run: ({ ctx, input: { userId, email } }) => updateEmail({ ctx, input: { userId, email: email ?? "" } }),
});

export const setPasswordAction = defineAction({
  name: "user.setPassword",
  input: setPasswordSchema,
  authorize: "admin",
  run: ({ ctx, input }) => setPassword({ ctx, input }),
});

export const endSessionsAction = defineAction({
  name: "user.endSessions",
  input: userIdSchema,
  authorize: "admin",
  run: ({ ctx, input }) => revokeAllSessions({ ctx, input }),
});

export const createGroupAction = defineAction({
  name: "group.create",
  input: createGroupSchema,
  authorize: "admin",
  run: ({ ctx, input }) => createGroup({ ctx, input }),
});

export const renameGroupAction = defineAction({
  name: "group.rename",
  input: renameGroupSchema,
  authorize: "admin",
  run: ({ ctx, input: { description, ...input } }) =>
    renameGroup({ ctx, input: description === undefined ? input : { ...input, description } }),
});

export const deleteGroupAction = defineAction({
  name: "group.delete",
  input: deleteGroupSchema,
  authorize: "admin",
  run: ({ ctx, input }) => deleteGroup({ ctx, input }),
});

export const setGroupWebhookAction = defineAction({
  name: "group.setWebhook",
  input: setGroupWebhookSchema,
  authorize: "user",
  async run({ ctx, input }) {
    const { env, groupWebhooks } = services();
    const { newSecretNumber } = await setGroupWebhook({ ctx, plainHosts: env.allowPrivateHosts, input });
    return { secret: newSecretNumber === null ? null : groupWebhooks.secretOf(input.groupId, newSecretNumber) };
  },
});

/** Sends a message that says it is a test, and answers with what the receiver says. */
export const testGroupWebhookAction = defineAction({
  name: "group.testWebhook",
  input: groupIdSchema,
  authorize: "user",
  async run({ ctx, input }) {
    requireWriter(ctx.actor);
    const { id, name } = await managedGroup(ctx.database.read, ctx, input.groupId);
    const at = ctx.clock.now().toISOString();
    const data = { group: { id, name }, text: "This is a test: nothing has happened." };
    return { status: await services().groupWebhooks.tell(id, { id: newId(), type: "test", at, data }) };
  },
});

export const addMemberAction = defineAction({
  name: "group.addMember",
  input: addMemberSchema,
  authorize: "user",
  run: ({ ctx, input }) => addMember({ ctx, input }),
});

export const removeMemberAction = defineAction({
  name: "group.removeMember",
  input: memberSchema,
  authorize: "user",
  run: ({ ctx, input }) => removeMember({ ctx, input }),
});

export const setMemberRoleAction = defineAction({
  name: "group.setMemberRole",
  input: setMemberRoleSchema,
  authorize: "user",
  run: ({ ctx, input }) => setMemberRole({ ctx, input }),
});
