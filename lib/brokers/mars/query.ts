import * as z from "zod";
import { parameterFields, parameterSchemas } from "../contract-parameters";
import type { BrokerManifest, QueryForm } from "../contract-query";

/** MARS as what it is: a service that has gone. Old queries and alerts of it stay readable. */

export const manifest: BrokerManifest = {
  id: "mars",
  name: "MARS",
  surveys: ["ZTF"],
  summary: "Las Cumbres Observatory's copy of the public ZTF stream, until 2023.",
  homepage: "https://lco.global",
  docsUrl: "https://tom-toolkit.readthedocs.io/en/stable/brokers/index.html",
  hosts: [],
  services: [],
  magnitudeSystem: "AB",
  magnitudeOf: "difference",
  scoreMeaning: "Real-bogus score of ZTF (rb, 0 to 1).",
  credentials: [],
  cacheS: 0,
  retired:
    "MARS was closed in 2023. Its users went to ALeRCE, ANTARES, Fink and Lasair, which have the same ZTF objects under the same names.",
};

const schema = z.strictObject({
  objectId: parameterSchemas.objectId.optional(),
  maxAlerts: parameterSchemas.maxAlerts,
});

export type MarsParameters = z.infer<typeof schema>;

export const queryForm: QueryForm<MarsParameters> = {
  schemaVersion: 1,
  schema,
  groups: [{ title: "Object", fields: [parameterFields.objectId, parameterFields.maxAlerts] }],
  examples: [{ label: "One object", parameters: { objectId: "ZTF20aaelulu" } }],
};
