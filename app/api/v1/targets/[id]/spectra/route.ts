import * as z from "zod";
import { listSpectra } from "@/lib/reduced-data/queries/spectra";
import { idParams } from "@/lib/web/api/shapes";
import { spectrumFactsShape } from "@/lib/web/api/spectrum-shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "spectra.list",
  summary: "The spectra of a target without their samples, newest first; at most 200",
  authorize: "anyone",
  params: idParams,
  response: z.object({ items: z.array(spectrumFactsShape), nextCursor: z.null() }),
  run: async ({ ctx, params }) => ({
    items: await listSpectra(ctx.database.read, ctx.scope, params.id),
    nextCursor: null,
  }),
});
