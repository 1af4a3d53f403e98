"use server";

import * as z from "zod";
import { createToken, revokeToken } from "@/lib/access/commands/api-tokens";
import { updateEmail } from "@/lib/access/commands/change-account";
import { revokeAllSessions, revokeSession } from "@/lib/access/commands/end-session";
import { requireUser } from "@/lib/access/policy";
import {
  changePasswordFormSchema,
  createTokenSchema,
  ownEmailSchema,
  sessionIdSchema,
  tokenIdSchema,
} from "@/lib/access/schema";
import { defineAction } from "@/lib/web/define-action";
import { changePasswordHere } from "@/lib/web/sign-in";

export const changePasswordAction = defineAction({
  name: "user.changePassword",
  input: changePasswordFormSchema,
  authorize: "user",
  run: ({ ctx, input: { currentPassword, newPassword } }) => changePasswordHere(ctx, { currentPassword, newPassword }),
});

export const updateEmailAction = defineAction({
  name: "user.updateEmail",
  input: ownEmailSchema,
  authorize: "user",
  run: ({ ctx, input }) =>
    updateEmail({ ctx, input: { userId: requireUser(ctx.actor).userId, email: input.email ?? "" } }),
});

export const revokeSessionAction = defineAction({
  name: "session.revoke",
  input: sessionIdSchema,
  authorize: "user",
  run: ({ ctx, input }) => revokeSession({ ctx, input }),
});

export const signOutEverywhereAction = defineAction({
  name: "session.endAll",
  input: z.object({}),
  authorize: "user",
  run: ({ ctx }) => revokeAllSessions({ ctx, input: { userId: requireUser(ctx.actor).userId } }),
  redirectTo: () => "/sign-in",
});

export const createTokenAction = defineAction({
  name: "token.create",
  input: createTokenSchema,
  authorize: "user",
  run: ({ ctx, input }) => createToken({ ctx, input }),
});

export const revokeTokenAction = defineAction({
  name: "token.revoke",
  input: tokenIdSchema,
  authorize: "user",
  run: ({ ctx, input }) => revokeToken({ ctx, input }),
});
