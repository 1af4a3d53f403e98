"use server";

import * as z from "zod";
import { resendMail } from "@/lib/mail/commands/resend-mail";
import { sendHeldMails } from "@/lib/mail/commands/send-held-mails";
import { mailIdSchema } from "@/lib/mail/schema";
import { defineAction } from "@/lib/web/define-action";

export const resendMailAction = defineAction({
  name: "mails.resend",
  authorize: "admin",
  input: mailIdSchema,
  run: ({ ctx, input }) => resendMail({ ctx, input }),
});

export const sendHeldMailsAction = defineAction({
  name: "mails.sendHeld",
  authorize: "admin",
  input: z.strictObject({}),
  run: ({ ctx }) => sendHeldMails({ ctx }),
});
