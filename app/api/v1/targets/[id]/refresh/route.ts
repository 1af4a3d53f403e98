import * as z from "zod";
import { refreshTarget } from "@/lib/alerts/commands/refresh-target";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

export const POST = defineRoute({
  name: "targets.refresh",
  summary: "Fetch the photometry of a target anew from the brokers that know it",
  authorize: "user",
  params: idParams,
  response: z.object({ jobId: z.string(), jobIds: z.array(z.string()) }),
  status: 202,
  run: ({ ctx, params }) => refreshTarget({ ctx, brokers: services().brokers, input: { targetId: params.id } }),
});
