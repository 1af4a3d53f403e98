import * as z from "zod";
import { parameterFields, parameterSchemas } from "../contract-parameters";
import type { BrokerManifest, QueryForm } from "../contract-query";

export const manifest: BrokerManifest = {
  id: "mybroker",
  name: "MyBroker",
  surveys: ["tutorial"],
  summary: "The tutorial's broker: a list of alerts in one JSON file.",
  homepage: "https://gist.github.com/mgdaily/f5dfb4047aaeb393bf1996f0823e1064",
  docsUrl: "https://tom-toolkit.readthedocs.io/en/stable/brokers/create_broker.html",
  hosts: ["gist.githubusercontent.com"],
  services: [
    {
      key: "list",
      envName: "MYBROKER_URL",
      defaultUrl:
        "https://gist.githubusercontent.com/mgdaily/f5dfb4047aaeb393bf1996f0823e1064/raw/5e6a6142ff77e7eb783892f1d1d01b13489032cc/example_broker_data.json",
    },
  ],
  magnitudeSystem: null,
  scoreMeaning: "What the list says; the tutorial does not define it.",
  credentials: [],
  cacheS: 60,
};

const schema = z.strictObject({
  name: z.string({ error: "Which name?" }).trim().min(1, { error: "Which name?" }).max(100),
  maxAlerts: parameterSchemas.maxAlerts,
});

export type MyParameters = z.infer<typeof schema>;

export const queryForm: QueryForm<MyParameters> = {
  schemaVersion: 1,
  schema,
  searchesByName: (name) => [{ name }],
  groups: [
    {
      title: "Alert",
      fields: [
        { kind: "text", name: "name", label: "Target name", required: true, maxLength: 100, example: "Tatooine" },
        parameterFields.maxAlerts,
      ],
    },
  ],
  examples: [{ label: "Every alert of Tatooine", parameters: { name: "Tatooine" } }],
};
