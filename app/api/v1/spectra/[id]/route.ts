import { getSpectrum } from "@/lib/reduced-data/queries/spectra";
import { idParams } from "@/lib/web/api/shapes";
import { spectrumShape } from "@/lib/web/api/spectrum-shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "spectra.get",
  summary: "One spectrum with its samples, in the units of its file",
  authorize: "anyone",
  params: idParams,
  response: spectrumShape,
  run: ({ ctx, params }) => getSpectrum(ctx.database.read, ctx.scope, params.id),
});
