import * as z from "zod";
import { getLightCurveVersion } from "@/lib/reduced-data/queries/light-curve";
import { defineRoute } from "@/lib/web/define-route";
import { lightCurveBytes } from "../_server/light-curve-bytes";

/** The plot's columns beside the page. With the current version in the address they may be kept for ever. */
export const GET = defineRoute({
  name: "photometry.lightCurve",
  summary: "The light curve of a target as columns for the plot",
  authorize: "anyone",
  params: z.strictObject({ id: z.string().max(64) }),
  query: z.strictObject({
    v: z
      .string()
      .regex(/^\d{1,15}$/, "The version is a whole number")
      .optional(),
  }),
  response: z.unknown(),
  run: async ({ ctx, params, query, request }) => {
    const visible = await getLightCurveVersion(ctx.database.read, ctx.scope, params.id);
    const etag = `"${params.id}-${visible.version}"`;
    const headers: Record<string, string> = {
      // An address of an older version shows what is there now, and is asked again.
      "Cache-Control":
        Number(query.v) === visible.version ? "private, max-age=31536000, immutable" : "private, no-cache",
      ETag: etag,
      Vary: "Cookie",
    };
    if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
    return new Response(await lightCurveBytes({ id: params.id, ...visible }), {
      headers: { ...headers, "Content-Type": "application/octet-stream" },
    });
  },
});
