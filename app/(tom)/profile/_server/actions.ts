"use server";

import * as z from "zod";
import { createToken, revokeToken } from "@/lib/access/commands/api-tokens";
import { revokeAllSessions, revokeSession } from "@/lib/access/commands/end-session";
import { requireUser } from "@/lib/access/policy";
import {
  changePasswordFormSchema,
  createTokenSchema,
  ownEmailSchema,
  sessionIdSchema,
  tokenIdSchema,
} from "@/lib/access/schema";
import { askForAddress, confirmAddress } from "@/lib/mail/commands/confirm-address";
import { addressProofSchema } from "@/lib/mail/schema";
import { addressProofs } from "@/lib/web/address-proofs";
import { defineAction } from "@/lib/web/define-action";
import { services } from "@/lib/web/services";
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
  run: ({ ctx, input: { email } }) => {
    const { env, secrets } = services();
    return askForAddress({ ctx, proofs: addressProofs(secrets), input: { email: email ?? "" }, origin: env.origin });
  },
});

export const confirmAddressAction = defineAction({
  name: "user.confirmAddress",
  input: addressProofSchema,
  authorize: "user",
  run: ({ ctx, input }) => confirmAddress({ ctx, proofs: addressProofs(services().secrets), input }),
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
