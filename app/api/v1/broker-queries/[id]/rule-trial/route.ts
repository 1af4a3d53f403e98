import { tryRule } from "@/lib/alerts/queries/try-rule";
import { tryRuleSchema } from "@/lib/alerts/schema";
import { idParams, ruleTrialShape } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

export const POST = defineRoute({
  name: "queries.tryRule",
  summary: "Dry run of a rule: what it would do with the alerts of a run, if all of them were new; changes nothing",
  description:
    "Tries the rule that is given, else the one that is saved, on the run that is named, else on the newest one that brought alerts, under your own rights.",
  authorize: "user",
  access: "read",
  params: idParams,
  body: tryRuleSchema.omit({ id: true }).default({}),
  response: ruleTrialShape,
  run: ({ ctx, params, body }) => tryRule({ ctx, brokers: services().brokers, input: { ...body, id: params.id } }),
});
