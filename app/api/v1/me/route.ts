import { getMe } from "@/lib/access/queries/me";
import { meSchema } from "@/lib/access/schema";
import { TomError } from "@/lib/core/errors";
import { defineRoute } from "@/lib/web/define-route";
import { tokenOfBearer } from "@/lib/web/session";

export const GET = defineRoute({
  name: "me.get",
  summary: "Who this token or session is",
  authorize: "user",
  response: meSchema,
  run: async ({ ctx, request }) => {
    if (ctx.actor.kind !== "user") throw new TomError("UNAUTHENTICATED", "Please sign in.");
    const bearer = /^(?:Bearer|Token)\s+(\S{1,200})$/i.exec(request.headers.get("authorization") ?? "")?.[1];
    const token = bearer === undefined ? null : await tokenOfBearer(bearer);
    const me = await getMe(ctx.database.read, ctx.actor);
    return { ...me, token: token && { scope: token.scope, expiresAt: token.expiresAt } };
  },
});
