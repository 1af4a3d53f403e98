import * as z from "zod";
import { listSpectra } from "@/lib/reduced-data/queries/spectra";
import { wholeList } from "@/lib/web/api/list";
import { idParams, pageOf } from "@/lib/web/api/shapes";
import { spectrumFactsShape } from "@/lib/web/api/spectrum-shapes";
import { defineRoute } from "@/lib/web/define-route";

const list = wholeList<z.output<typeof spectrumFactsShape>>("-observedAt", {
  observedAt: (spectrum) => spectrum.observedAt,
  createdAt: (spectrum) => spectrum.createdAt,
});

export const GET = defineRoute({
  name: "spectra.list",
  summary: "The spectra of a target without their samples, newest first; at most 200",
  authorize: "anyone",
  params: idParams,
  query: z.strictObject(list.params),
  response: pageOf(spectrumFactsShape),
  run: async ({ ctx, params, query }) => list.page(await listSpectra(ctx.database.read, ctx.scope, params.id), query),
});
