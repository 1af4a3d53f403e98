"use server";

import { chooseMail } from "@/lib/notifications/commands/choose-mail";
import { mailChoiceSchema } from "@/lib/notifications/schema";
import { defineAction } from "@/lib/web/define-action";

export const chooseMailAction = defineAction({
  name: "notifications.chooseMail",
  authorize: "user",
  input: mailChoiceSchema,
  run: ({ ctx, input }) => chooseMail({ ctx, input }),
});
