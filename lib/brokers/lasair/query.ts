import * as z from "zod";
import { iauParts } from "@/lib/astro/names";
import { coneAllOrNone, orderedBounds, parameterFields, parameterSchemas } from "../contract-parameters";
import type { BrokerManifest, FormField, QueryForm } from "../contract-query";
import { forbiddenIn, mostCharacters } from "./sql-rules";

/** Who Lasair is and what one can ask it. The browser loads this file; it knows nothing of the network. */

export const manifest: BrokerManifest = {
  id: "lasair",
  name: "Lasair",
  surveys: ["ZTF", "LSST"],
  summary: "The UK broker for ZTF and the Rubin LSST: cones, SQL filters, Sherlock's context classes, annotations.",
  homepage: "https://lasair.lsst.ac.uk",
  docsUrl: "https://lasair-lsst.readthedocs.io/en/main/",
  hosts: ["lasair-ztf.lsst.ac.uk", "api.lasair.lsst.ac.uk"],
  services: [
    { key: "ztf", envName: "LASAIR_ZTF_URL", defaultUrl: "https://lasair-ztf.lsst.ac.uk" },
    { key: "lsst", envName: "LASAIR_LSST_URL", defaultUrl: "https://api.lasair.lsst.ac.uk" },
  ],
  magnitudeSystem: "AB",
  magnitudeOf: "difference",
  scoreMeaning: "Real-bogus score of the newest detection (ZTF drb, LSST reliability; 0 to 1). ZTF lists carry none.",
  credentials: [
    {
      key: "ztf",
      envName: "LASAIR_ZTF_TOKEN",
      label: "an API token for ZTF",
      whereToGet: "Sign in at lasair-ztf.lsst.ac.uk, click on your name, then My Profile: it shows the token.",
      survey: "ztf",
    },
    {
      key: "lsst",
      envName: "LASAIR_LSST_TOKEN",
      label: "an API token for the LSST",
      whereToGet: "Sign in at lasair.lsst.ac.uk (a separate account), click on your name, then My Profile.",
      survey: "lsst",
    },
  ],
  cacheS: 600,
  // How many calls an hour an account has (100, or 10,000) only the service knows; it answers 429 and says when to return.
  rateLimit: { concurrency: 3, burst: 60, perS: 2 },
};

const mostArcsec = 1_000;
const tableList = /^[a-z_]\w*(:[\w&-]+)?(\s*,\s*[a-z_]\w*(:[\w&-]+)?)*$/i;

const sqlText = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most, { error: `At most ${most} characters.` });

const schema = z
  .strictObject({
    survey: parameterSchemas.survey,
    objectId: parameterSchemas.objectId.optional(),
    raDeg: parameterSchemas.raDeg.optional(),
    decDeg: parameterSchemas.decDeg.optional(),
    radiusArcsec: parameterSchemas.radiusArcsec
      .max(mostArcsec, { error: `Lasair searches at most ${mostArcsec} arcsec around a position.` })
      .optional(),
    className: parameterSchemas.className.optional(),
    detectionsMin: parameterSchemas.detectionsMin.optional(),
    detectionsMax: parameterSchemas.detectionsMax.optional(),
    firstAfter: parameterSchemas.firstAfter.optional(),
    firstBefore: parameterSchemas.firstBefore.optional(),
    newestAfter: parameterSchemas.newestAfter.optional(),
    newestBefore: parameterSchemas.newestBefore.optional(),
    magMin: parameterSchemas.magMin.optional(),
    magMax: parameterSchemas.magMax.optional(),
    conditions: sqlText(mostCharacters.conditions).optional(),
    tables: sqlText(mostCharacters.tables)
      .regex(tableList, { error: "Write names of tables separated by commas, such as crossmatch_tns, watchlist:42." })
      .optional(),
    selected: sqlText(mostCharacters.selected).optional(),
    maxAlerts: parameterSchemas.maxAlerts,
  })
  .superRefine((parameters, context) => {
    const complain = (field: string, message: string): void =>
      context.addIssue({ code: "custom", path: [field], message });
    coneAllOrNone(parameters, context);
    orderedBounds(parameters, context);
    oneKindOnly(parameters, complain);
    if (parameters.survey === "lsst" && parameters.objectId !== undefined && !/^\d{1,19}$/.test(parameters.objectId)) {
      complain("objectId", "An LSST object id is a number.");
    }
    for (const field of ["conditions", "selected"] as const) {
      const forbidden = parameters[field] === undefined ? null : forbiddenIn(field, parameters[field]);
      if (forbidden !== null) complain(field, forbidden);
    }
  });

export type LasairParameters = z.infer<typeof schema>;

const filterFields = [
  ...["className", "detectionsMin", "detectionsMax", "firstAfter", "firstBefore", "newestAfter", "newestBefore"],
  ...["magMin", "magMax", "conditions", "tables", "selected"],
] as const;

export type SearchKind = "object" | "cone" | "filter";

/** What a query asks for. The service has a route for each; they cannot be combined. */
export function kindsOf(parameters: Readonly<Record<string, unknown>>): SearchKind[] {
  const has = (names: readonly string[]): boolean => names.some((name) => parameters[name] !== undefined);
  return [
    ...(has(["objectId"]) ? (["object"] as const) : []),
    ...(has(["raDeg", "decDeg", "radiusArcsec"]) ? (["cone"] as const) : []),
    ...(has(filterFields) ? (["filter"] as const) : []),
  ];
}

function oneKindOnly(
  parameters: Readonly<Record<string, unknown>>,
  complain: (field: string, message: string) => void,
): void {
  const kinds = kindsOf(parameters);
  if (kinds.length === 0) complain("objectId", "Say what to look for: an object, a cone, or a filter.");
  if (kinds.length < 2) return;
  const message = "Lasair answers one kind of search at a time: an object, a cone, or a filter.";
  const inTheWay = filterFields.filter((field) => parameters[field] !== undefined);
  for (const field of inTheWay.length > 0 ? inTheWay : ["objectId"]) complain(field, message);
}

const sherlockClasses = [
  ["SN", "SN: in or near a galaxy"],
  ["NT", "NT: in the nucleus of a galaxy"],
  ["AGN", "AGN: at an active nucleus"],
  ["CV", "CV: at a cataclysmic variable"],
  ["BS", "BS: near a bright star"],
  ["VS", "VS: at a variable star"],
  ["ORPHAN", "ORPHAN: nothing catalogued there"],
  ["UNCLEAR", "UNCLEAR"],
] as const;

const filter: readonly FormField[] = [
  {
    kind: "select",
    name: "className",
    label: "Sherlock class",
    choices: sherlockClasses.map(([value, label]) => ({ value, label })),
  },
  parameterFields.detectionsMin,
  parameterFields.detectionsMax,
  parameterFields.firstAfter,
  parameterFields.firstBefore,
  parameterFields.newestAfter,
  parameterFields.newestBefore,
  parameterFields.magMin,
  parameterFields.magMax,
];

const sql: readonly FormField[] = [
  {
    kind: "long-text",
    name: "conditions",
    label: "Conditions",
    maxLength: mostCharacters.conditions,
    help: "The body of an SQL WHERE, with ORDER BY if you like. ZTF: objects.gmag, objects.ncand, jdnow(); LSST: objects.g_psfFlux (nJy), objects.nDiaSources, mjdnow().",
    example: "objects.ncand > 5 AND objects.gmag < 17",
  },
  {
    kind: "text",
    name: "tables",
    label: "Further tables",
    maxLength: mostCharacters.tables,
    help: "Joined with objects: sherlock_classifications, crossmatch_tns, watchlist:42, watchmap:7, annotator:fastfinder.",
    example: "crossmatch_tns",
  },
  {
    kind: "text",
    name: "selected",
    label: "Further columns",
    maxLength: mostCharacters.selected,
    help: "Kept as facts of the target.",
    example: "crossmatch_tns.type AS tns_type",
  },
];

const ztfName = /^ZTF\d{2}[a-z]{7}$/i;
const lsstId = /^\d{15,19}$/;

/** Lasair's spelling of an object id, and the survey it is of; null for any other name. */
export function objectIdOf(name: string): { survey: "ztf" | "lsst"; objectId: string } | null {
  const text = name.trim();
  if (ztfName.test(text)) return { survey: "ztf", objectId: `ZTF${text.slice(3).toLowerCase()}` };
  return lsstId.test(text) ? { survey: "lsst", objectId: text } : null;
}

/** By the survey's id, and by a name of the TNS, which Lasair matches with both surveys. */
function searchesByName(name: string): readonly Readonly<Record<string, unknown>>[] {
  const object = objectIdOf(name);
  if (object) return [object];
  const designation = iauParts(name)?.designation;
  if (designation === undefined) return [];
  const tns = { tables: "crossmatch_tns", conditions: `crossmatch_tns.tns_name = "${designation}"` };
  return [
    { survey: "ztf", ...tns },
    { survey: "lsst", ...tns },
  ];
}

export const queryForm: QueryForm<LasairParameters> = {
  schemaVersion: 1,
  schema,
  searchesByName,
  groups: [
    {
      title: "Object",
      help: "One object, or a cone, or a filter.",
      fields: [
        { ...parameterFields.survey, help: "Two services with an account and a token each." },
        {
          ...parameterFields.objectId,
          help: "A ZTF name, or an LSST diaObjectId when the survey is LSST.",
          example: "ZTF23aabplmy",
        },
      ],
    },
    {
      title: "Cone",
      fields: [
        parameterFields.raDeg,
        parameterFields.decDeg,
        { ...parameterFields.radiusArcsec, max: mostArcsec, help: `At most ${mostArcsec} arcsec.` },
      ],
    },
    { title: "Filter", fields: filter },
    { title: "SQL", help: "Instead of the filter above, or as well.", fields: sql },
    { title: "Result", fields: [parameterFields.maxAlerts] },
  ],
  examples: [
    {
      label: "ZTF objects near galaxies, first seen in the last three days",
      parameters: { survey: "ztf", className: "SN", detectionsMin: 2, firstAfter: "P3D" },
    },
    { label: "Around SN 2023bip", parameters: { survey: "ztf", raDeg: 179.9776, decDeg: 26.0689, radiusArcsec: 10 } },
    {
      label: "LSST objects brighter than 200,000 nJy in g, newest first",
      parameters: { survey: "lsst", conditions: "objects.g_psfFlux > 200000" },
    },
  ],
};
