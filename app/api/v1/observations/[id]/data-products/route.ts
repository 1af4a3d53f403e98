import * as z from "zod";
import { saveFiles } from "@/lib/observations/commands/save-files";
import { listFiles } from "@/lib/observations/queries/list-files";
import { saveFilesInput } from "@/lib/observations/schema";
import { wholeList } from "@/lib/web/api/list";
import { facilityFileShape } from "@/lib/web/api/observation-shapes";
import { idParams, pageOf } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

const list = wholeList<z.output<typeof facilityFileShape>>("filename", {
  filename: (file) => file.filename,
  observedAt: (file) => file.observedAt,
});

export const GET = defineRoute({
  name: "observations.files",
  summary: "The files that the facility keeps of an observation, asked of it now",
  description: "For those who may change the target. A file that was fetched has the id of its data product.",
  authorize: "user",
  params: idParams,
  query: z.strictObject(list.params),
  response: pageOf(facilityFileShape),
  run: async ({ ctx, params, query }) => {
    const { files } = await listFiles(ctx, services().facilities, params.id);
    return list.page(files, query);
  },
});

export const POST = defineRoute({
  name: "observations.saveFiles",
  summary: "Fetch files of an observation from its facility and keep them with the target, in the background",
  description:
    "The job's result tells `saved`, `known` (here already) and `failed`. Fires `data_product_post_save` for each file and `multiple_data_products_post_save` once; what reads files of their types reads them then.",
  authorize: "user",
  params: idParams,
  body: saveFilesInput.optional(),
  response: z.object({ jobId: z.string() }),
  status: 202,
  run: ({ ctx, params, body }) =>
    saveFiles({ ctx, facilities: services().facilities, input: { ...body, id: params.id } }),
});
