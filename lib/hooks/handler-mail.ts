import "@/lib/core/sentences";
import * as z from "zod";
import type { Context } from "@/lib/access/context";
import { TomError } from "@/lib/core/errors";
import { mailCause } from "@/lib/mail/bounds";
import { enqueueMails } from "@/lib/mail/enqueue";
import { tellOfHeldMail } from "@/lib/notifications/notify";
import type { ChangeActor, HandlerMail } from "./contract";
import { type Guard, requireRight } from "./handler-commands";

type Run = { runId: string; handler: string; actor: ChangeActor };

/**
 * Mail of one attempt. The key of each mail is its place in the run, so that a further attempt asks for the same mails. They
 * count as the handler's, for whoever made the change.
 */
export function handlerMail(guard: Guard, ctx: Context, { runId, handler, actor }: Run): HandlerMail {
  const cause = mailCause.byHandler(handler, actor.kind === "user" ? actor : null);
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
        await ctx.database.write(async (tx) => {
          const { held } = await enqueueMails(tx, ctx, drafts, cause);
          if (held > 0) await tellOfHeldMail(tx, ctx, cause);
        });
      } catch (error) {
        if (!(error instanceof z.ZodError)) throw error;
        const why = error.issues[0]?.message ?? "it is not right";
        throw new TomError("BAD_MESSAGE", `No mail can be made of this: ${why}`, { cause: error });
      }
      return addresses.length;
    },
  };
}
