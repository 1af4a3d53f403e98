import * as z from "zod";
import { openApiDocument } from "@/lib/web/api/openapi";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";
import { apiModules } from "../registry";

export const GET = defineRoute({
  name: "api.document",
  summary: "This API as OpenAPI 3.1",
  authorize: "anyone",
  response: z.unknown(),
  run: async () => openApiDocument(apiModules, services().env.origin),
});
