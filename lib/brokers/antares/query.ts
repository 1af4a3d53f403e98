import * as z from "zod";
import { coneAllOrNone, orderedBounds, parameterFields, parameterSchemas } from "../contract-parameters";
import type { BrokerManifest, QueryForm } from "../contract-query";

/** Who ANTARES is and what one can ask it. The browser loads this file; it knows nothing of the network. */

export const manifest: BrokerManifest = {
  id: "antares",
  name: "ANTARES",
  surveys: ["ZTF", "LSST"],
  summary: "Loci of ZTF and Rubin LSST alerts with tags by community filters, light curves and limits.",
  homepage: "https://antares.noirlab.edu",
  docsUrl: "https://nsf-noirlab.gitlab.io/csdc/antares/client/",
  hosts: ["api.antares.noirlab.edu"],
  services: [{ key: "api", envName: "ANTARES_URL", defaultUrl: "https://api.antares.noirlab.edu/v1" }],
  magnitudeSystem: "AB",
  magnitudeOf: "difference",
  scoreMeaning: "Real-bogus score (drb, else rb, or LSST reliability) of the newest alert; lists carry none.",
  credentials: [],
  cacheS: 300,
};

const dayS = 86_400;
const elasticMost = 10_000;

/** ANTARES takes a body with "query", and with nothing else. */
const isQueryBody = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && Object.keys(value).join() === "query";
  } catch {
    return false;
  }
};

const schema = z
  .strictObject({
    objectId: parameterSchemas.objectId.optional(),
    tags: z.string().trim().min(1).max(500).optional(),
    detectionsMin: parameterSchemas.detectionsMin.optional(),
    detectionsMax: parameterSchemas.detectionsMax.optional(),
    raDeg: parameterSchemas.raDeg.optional(),
    decDeg: parameterSchemas.decDeg.optional(),
    radiusArcsec: parameterSchemas.radiusArcsec.optional(),
    newestAfter: parameterSchemas.newestAfter.optional(),
    newestBefore: parameterSchemas.newestBefore.optional(),
    firstAfter: parameterSchemas.firstAfter.optional(),
    firstBefore: parameterSchemas.firstBefore.optional(),
    magMin: parameterSchemas.magMin.optional(),
    magMax: parameterSchemas.magMax.optional(),
    elasticsearchQuery: z
      .string()
      .trim()
      .max(elasticMost, { error: `At most ${elasticMost} characters.` })
      .refine(isQueryBody, {
        error: 'Write a JSON object with "query" alone, such as {"query": {"term": {"tags": "nuclear_transient"}}}.',
      })
      .optional(),
    maxAlerts: parameterSchemas.maxAlerts,
  })
  .superRefine((parameters, context) => {
    coneAllOrNone(parameters, context);
    orderedBounds(parameters, context);
    const { maxAlerts, elasticsearchQuery, ...conditions } = parameters;
    const conditioned = Object.entries(conditions).filter(([, value]) => value !== undefined);
    const complain = (field: string, message: string): void =>
      context.addIssue({ code: "custom", path: [field], message });
    if (elasticsearchQuery !== undefined && conditioned.length > 0)
      complain("elasticsearchQuery", "A query of your own stands alone: empty it, or the other fields.");
    if (elasticsearchQuery === undefined && conditioned.length === 0)
      complain("objectId", "Say at least one condition: an object, a tag, a cone, a date, a magnitude.");
  });

export type AntaresParameters = z.infer<typeof schema>;

/** The tags of a comma-separated list: any of them will do. */
export const tagsOf = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

const locusId = /^ANT\d{4}[a-z0-9]+$/i;
const ztfName = /^ZTF\d{2}[a-z]{7}$/i;
const lsstId = /^\d{15,19}$/;

/** What kind of id a text is at ANTARES; null for any other name. */
export function kindOfId(text: string): "locus" | "ztf" | "lsst" | null {
  if (locusId.test(text)) return "locus";
  if (ztfName.test(text)) return "ztf";
  return lsstId.test(text) ? "lsst" : null;
}

export const queryForm: QueryForm<AntaresParameters> = {
  schemaVersion: 1,
  schema,
  searchesByName: (name) => (kindOfId(name) === null ? [] : [{ objectId: name }]),
  groups: [
    {
      title: "Object",
      fields: [
        {
          ...parameterFields.objectId,
          help: "A locus (ANT…), a ZTF object, or an LSST diaObjectId.",
          example: "ZTF20aafqubg",
        },
        {
          kind: "dynamic-choice",
          name: "tags",
          label: "Tag",
          lifetimeS: dayS,
          maxLength: 500,
          help: "Several, separated by commas: any of them.",
          example: "nuclear_transient",
        },
      ],
    },
    {
      title: "Detections",
      fields: [
        { ...parameterFields.detectionsMin, help: "Alerts with a magnitude." },
        parameterFields.detectionsMax,
        parameterFields.newestAfter,
        parameterFields.newestBefore,
        parameterFields.firstAfter,
        parameterFields.firstBefore,
        parameterFields.magMin,
        parameterFields.magMax,
      ],
    },
    { title: "Cone", fields: [parameterFields.raDeg, parameterFields.decDeg, parameterFields.radiusArcsec] },
    {
      title: "Own query",
      help: "For those who know ANTARES' Elasticsearch index; instead of everything above.",
      fields: [
        {
          kind: "long-text",
          name: "elasticsearchQuery",
          label: "Elasticsearch body",
          maxLength: elasticMost,
          example: '{"query": {"term": {"tags": "nuclear_transient"}}}',
        },
      ],
    },
    { title: "Result", fields: [parameterFields.maxAlerts] },
  ],
  examples: [
    { label: "Nuclear transients of the last week", parameters: { tags: "nuclear_transient", newestAfter: "P7D" } },
    { label: "Around ANT2020nb5h6", parameters: { raDeg: 50.8481, decDeg: 37.4678, radiusArcsec: 5 } },
  ],
};
