"use server";

import * as z from "zod";
import { defineAction } from "@/lib/web/define-action";
import { signOutHere } from "@/lib/web/sign-in";

export const signOutAction = defineAction({
  name: "session.end",
  authorize: "visitor",
  input: z.object({}),
  run: ({ ctx }) => signOutHere(ctx),
  redirectTo: () => "/",
});
