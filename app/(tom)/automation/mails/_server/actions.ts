"use server";

import { resendMail } from "@/lib/mail/commands/resend-mail";
import { mailIdSchema } from "@/lib/mail/schema";
import { defineAction } from "@/lib/web/define-action";

export const resendMailAction = defineAction({
  name: "mails.resend",
  authorize: "admin",
  input: mailIdSchema,
  run: ({ ctx, input }) => resendMail({ ctx, input }),
});
