import * as z from "zod";
import { coneAllOrNone, orderedBounds, parameterFields, parameterSchemas } from "../contract-parameters";
import type { BrokerManifest, FormField, QueryForm } from "../contract-query";

/** Who ALeRCE is and what one can ask it. The browser loads this file; it knows nothing of the network. */

const dayS = 86_400;

export const manifest: BrokerManifest = {
  id: "alerce",
  name: "ALeRCE",
  surveys: ["ZTF", "LSST"],
  summary: "Classified alerts and light curves of ZTF and of the Rubin LSST, with forced photometry.",
  homepage: "https://alerce.online",
  docsUrl: "https://api.alerce.online/ztf/v1/",
  hosts: ["api.alerce.online", "api-lsst.alerce.online", "avro.alerce.online"],
  services: [
    { key: "ztf", envName: "ALERCE_URL", defaultUrl: "https://api.alerce.online" },
    { key: "lsst", envName: "ALERCE_LSST_URL", defaultUrl: "https://api-lsst.alerce.online" },
    { key: "stamps", envName: "ALERCE_STAMPS_URL", defaultUrl: "https://avro.alerce.online" },
  ],
  magnitudeSystem: "AB",
  magnitudeOf: "difference",
  scoreMeaning: "Probability of the class shown, given by the classifier shown (0 to 1).",
  credentials: [],
  cacheS: 300,
};

/** What each survey can be sorted by, as ALeRCE names it there; another name is an error at ALeRCE. */
export const orderColumns = {
  ztf: {
    oid: "oid",
    probability: "probability",
    ndet: "ndet",
    firstmjd: "firstmjd",
    lastmjd: "lastmjd",
    deltajd: "deltajd",
    deltamjd: "deltajd",
    ranking: "ranking",
    meanra: "meanra",
    meandec: "meandec",
    sigmara: "sigmara",
    sigmadec: "sigmadec",
    class_name: "class_name",
    classifier_name: "classifier_name",
    classifier_version: "classifier_version",
    g_r_max: "g_r_max",
    g_r_max_corr: "g_r_max_corr",
    g_r_mean: "g_r_mean",
    g_r_mean_corr: "g_r_mean_corr",
  },
  lsst: {
    oid: "oid",
    probability: "probability",
    ndet: "n_det",
    firstmjd: "firstmjd",
    lastmjd: "lastmjd",
    deltajd: "deltamjd",
    deltamjd: "deltamjd",
    meanra: "meanra",
    meandec: "meandec",
  },
} as const satisfies Record<string, Record<string, string>>;

export const orderColumn = (survey: "ztf" | "lsst", orderBy: string): string | undefined => {
  const columns: Readonly<Record<string, string>> = orderColumns[survey];
  return Object.hasOwn(columns, orderBy) ? columns[orderBy] : undefined;
};

const orderNames = Object.keys(orderColumns.ztf) as (keyof typeof orderColumns.ztf)[];

const schema = z
  .strictObject({
    survey: parameterSchemas.survey,
    objectId: parameterSchemas.objectId.optional(),
    classifier: parameterSchemas.classifier.optional(),
    classifierVersion: z.string().trim().min(1).max(100).optional(),
    className: parameterSchemas.className.optional(),
    scoreMin: parameterSchemas.scoreMin.optional(),
    ranking: z.number({ error: "The ranking is a whole number." }).int().min(1).max(100).optional(),
    detectionsMin: parameterSchemas.detectionsMin.optional(),
    detectionsMax: parameterSchemas.detectionsMax.optional(),
    raDeg: parameterSchemas.raDeg.optional(),
    decDeg: parameterSchemas.decDeg.optional(),
    radiusArcsec: parameterSchemas.radiusArcsec.optional(),
    firstAfter: parameterSchemas.firstAfter.optional(),
    firstBefore: parameterSchemas.firstBefore.optional(),
    newestAfter: parameterSchemas.newestAfter.optional(),
    newestBefore: parameterSchemas.newestBefore.optional(),
    orderBy: z.enum(orderNames, { error: "ALeRCE does not sort by that." }).optional(),
    orderMode: z.enum(["ASC", "DESC"], { error: "The order is ASC or DESC." }).optional(),
    maxAlerts: parameterSchemas.maxAlerts,
  })
  .superRefine((parameters, context) => {
    coneAllOrNone(parameters, context);
    orderedBounds(parameters, context);
    if (parameters.survey !== "lsst") return;
    const complain = (field: string, message: string): void =>
      context.addIssue({ code: "custom", path: [field], message });
    if (parameters.objectId !== undefined && !/^\d{1,19}$/.test(parameters.objectId)) {
      complain("objectId", "An LSST object id is a number.");
    }
    if (parameters.className !== undefined && parameters.classifier === undefined) {
      complain("classifier", "For LSST a class needs its classifier.");
    }
    if (parameters.classifierVersion !== undefined) {
      complain("classifierVersion", "For LSST the classifier's name says its version.");
    }
    if (parameters.orderBy !== undefined && orderColumn("lsst", parameters.orderBy) === undefined) {
      complain("orderBy", "For LSST, ALeRCE does not sort by that.");
    }
  });

export type AlerceParameters = z.infer<typeof schema>;

const choice = (value: string, label: string): { value: string; label: string } => ({ value, label });

const classification: readonly FormField[] = [
  {
    kind: "dynamic-choice",
    name: "classifier",
    label: "Classifier",
    lifetimeS: dayS,
    maxLength: 100,
    example: "lc_classifier",
  },
  { kind: "dynamic-choice", name: "className", label: "Class", lifetimeS: dayS, maxLength: 100, example: "SNIa" },
  parameterFields.scoreMin,
  {
    kind: "number",
    name: "ranking",
    label: "Ranking",
    integer: true,
    min: 1,
    max: 100,
    help: "1: objects for which the class is the most probable one.",
  },
  {
    kind: "text",
    name: "classifierVersion",
    label: "Classifier version",
    maxLength: 100,
    onlyWith: { survey: "ztf" },
  },
];

const order: readonly FormField[] = [
  {
    kind: "select",
    name: "orderBy",
    label: "Sort by",
    choices: [
      choice("probability", "Probability"),
      choice("lastmjd", "Newest detection"),
      choice("firstmjd", "First detection"),
      choice("ndet", "Number of detections"),
      choice("deltajd", "Time between first and newest"),
      choice("oid", "Object id"),
    ],
  },
  {
    kind: "select",
    name: "orderMode",
    label: "Order",
    choices: [choice("DESC", "Descending"), choice("ASC", "Ascending")],
  },
  parameterFields.maxAlerts,
];

const ztfName = /^ZTF\d{2}[a-z]{7}$/;
const lsstId = /^\d{15,19}$/;

function searchesByName(name: string): readonly Readonly<Record<string, unknown>>[] {
  if (ztfName.test(name)) return [{ survey: "ztf", objectId: name }];
  return lsstId.test(name) ? [{ survey: "lsst", objectId: name }] : [];
}

export const queryForm: QueryForm<AlerceParameters> = {
  schemaVersion: 1,
  schema,
  searchesByName,
  groups: [
    {
      title: "Object",
      fields: [
        parameterFields.survey,
        { ...parameterFields.objectId, help: "One object; at ZTF * stands for any text.", example: "ZTF20aaelulu" },
      ],
    },
    { title: "Classification", fields: classification },
    {
      title: "Detections",
      fields: [
        parameterFields.detectionsMin,
        parameterFields.detectionsMax,
        parameterFields.firstAfter,
        parameterFields.firstBefore,
        parameterFields.newestAfter,
        parameterFields.newestBefore,
      ],
    },
    { title: "Cone", fields: [parameterFields.raDeg, parameterFields.decDeg, parameterFields.radiusArcsec] },
    { title: "Result", fields: order },
  ],
  examples: [
    {
      label: "Young supernova candidates of the last three days",
      parameters: {
        survey: "ztf",
        classifier: "stamp_classifier",
        className: "SN",
        scoreMin: 0.7,
        firstAfter: "P3D",
        orderBy: "probability",
        orderMode: "DESC",
      },
    },
    {
      label: "Around SN 2020oi",
      parameters: { survey: "ztf", raDeg: 185.7289, decDeg: 15.8236, radiusArcsec: 10 },
    },
  ],
};
