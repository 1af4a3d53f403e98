import { eq } from "drizzle-orm";
import { users } from "@/db/schema/people";
import type { Context } from "@/lib/access/context";
import { requireUser } from "@/lib/access/policy";
import { recordAudit } from "@/lib/audit/record";
import { mailChoiceSchema } from "../schema";

/** Whether one is told by mail as well. */
export async function chooseMail({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ mail: boolean }> {
  const { userPk, userId } = requireUser(ctx.actor);
  const { mail } = mailChoiceSchema.parse(input);
  await ctx.database.write(async (tx) => {
    await tx.update(users).set({ mailNotifications: mail }).where(eq(users.pk, userPk));
    await recordAudit(tx, ctx, {
      verb: "user.chooseMail",
      objectType: "user",
      objectId: userId,
      summary: mail ? "Chose to be told by mail" : "Chose not to be told by mail",
    });
  });
  return { mail };
}
