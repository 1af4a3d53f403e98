import "@/lib/core/sentences";
import * as z from "zod";
import type { Context } from "@/lib/access/context";
import { TomError } from "@/lib/core/errors";
import { enqueueMails } from "@/lib/mail/enqueue";
import type { HandlerMail } from "./contract";
import { type Guard, requireRight } from "./handler-commands";

/** Mail of one attempt. The key of each mail is its place in the run, so that a further attempt asks for the same mails. */
export function handlerMail(guard: Guard, ctx: Context, runId: string): HandlerMail {
  let sends = 0;
  return {
    async send({ to, from, subject, body }) {
      guard.alive();
      requireRight(guard, "mail.send");
      sends += 1;
      const addresses = [...new Set(typeof to === "string" ? [to] : to)];
      if (guard.dryRun) {
        const mails = addresses.length === 1 ? "one mail" : `${addresses.length} mails`;
        guard.logger.info({ subject }, `Dry run: ${mails} would be put out.`);
        return addresses.length;
      }
      const sender = from === undefined ? {} : { from };
      const drafts = addresses.map((address) => ({
        ...sender,
        to: address,
        subject,
        body,
        key: `${runId}/${sends}/${address}`.slice(0, 200),
      }));
      try {
        await ctx.database.write((tx) => enqueueMails(tx, ctx, drafts));
      } catch (error) {
        if (!(error instanceof z.ZodError)) throw error;
        const why = error.issues[0]?.message ?? "it is not right";
        throw new TomError("BAD_MESSAGE", `No mail can be made of this: ${why}`, { cause: error });
      }
      return addresses.length;
    },
  };
}
