"use server";

import { signInSchema } from "@/lib/access/schema";
import { defineAction } from "@/lib/web/define-action";
import { signInHere } from "@/lib/web/sign-in";

export const signInAction = defineAction({
  name: "session.create",
  input: signInSchema,
  authorize: "visitor",
  run: ({ ctx, input }) => signInHere(ctx, input),
  redirectTo: ({ next }) => next,
});
