import * as z from "zod";
import { iauParts } from "@/lib/astro/names";
import { coneAllOrNone, orderedBounds, parameterFields, parameterSchemas } from "../contract-parameters";
import type { BrokerManifest, FormField, QueryForm } from "../contract-query";

/** Who Fink is and what one can ask it. The browser loads this file; it knows nothing of the network. */

export const manifest: BrokerManifest = {
  id: "fink",
  name: "Fink",
  surveys: ["ZTF", "LSST"],
  summary: "Alerts of ZTF and the Rubin LSST with classes, cross-matches, limits and forced photometry.",
  homepage: "https://fink-broker.org",
  docsUrl: "https://api.ztf.fink-portal.org",
  hosts: ["api.ztf.fink-portal.org", "api.lsst.fink-portal.org"],
  services: [
    { key: "ztf", envName: "FINK_ZTF_URL", defaultUrl: "https://api.ztf.fink-portal.org" },
    { key: "lsst", envName: "FINK_LSST_URL", defaultUrl: "https://api.lsst.fink-portal.org" },
  ],
  magnitudeSystem: "AB",
  magnitudeOf: "difference",
  scoreMeaning:
    "ZTF: probability of an early SN Ia (rf_snia_vs_nonia, 0 to 1). LSST: reliability of the alert (0 to 1).",
  credentials: [],
  cacheS: 300,
};

const dayS = 86_400;
const radiusMostArcsec = 18_000;
/** Kinds of search; exactly one is asked. */
const searches = ["objectId", "name", "simbadName", "nOrD", "raDeg", "className"] as const;
const trends = ["rising", "fading", "low_state", "new_low_state"] as const;
/** The only class that the two blazar trends mean something for. */
const lowBlazars = "(CTA) Blazar low state";

const nameSchema = z.string().trim().min(1).max(100);

const schema = z
  .strictObject({
    survey: parameterSchemas.survey,
    objectId: parameterSchemas.objectId.optional(),
    name: nameSchema.optional(),
    simbadName: nameSchema.optional(),
    nOrD: nameSchema.optional(),
    raDeg: parameterSchemas.raDeg.optional(),
    decDeg: parameterSchemas.decDeg.optional(),
    radiusArcsec: parameterSchemas.radiusArcsec
      .max(radiusMostArcsec, { error: `Fink takes at most ${radiusMostArcsec} arcsec (5 degrees).` })
      .optional(),
    className: parameterSchemas.className.optional(),
    trend: z.enum(trends, { error: "The trend is rising, fading, low_state or new_low_state." }).optional(),
    firstAfter: parameterSchemas.firstAfter.optional(),
    firstBefore: parameterSchemas.firstBefore.optional(),
    newestAfter: parameterSchemas.newestAfter.optional(),
    newestBefore: parameterSchemas.newestBefore.optional(),
    maxAlerts: parameterSchemas.maxAlerts,
  })
  .superRefine((parameters, context) => {
    coneAllOrNone(parameters, context);
    orderedBounds(parameters, context);
    const complain = (field: string, message: string): void =>
      context.addIssue({ code: "custom", path: [field], message });
    const asked = searches.filter((field) => parameters[field] !== undefined);
    if (asked.length === 0) complain("objectId", "Ask one thing: an object, a name, a cone or a class.");
    for (const field of asked.slice(1)) complain(field, "Fink answers one kind of search at a time.");
    if (parameters.survey === "lsst" && parameters.objectId !== undefined && !/^\d{1,19}$/.test(parameters.objectId))
      complain("objectId", "An LSST object id is a number.");
    complainAboutTrend(parameters, complain);
  });

function complainAboutTrend(
  { trend, className, survey }: { trend?: string | undefined; className?: string | undefined; survey: string },
  complain: (field: string, message: string) => void,
): void {
  if (trend === undefined) return;
  if (survey === "lsst" || className === undefined) complain("trend", "A trend is asked together with a class of ZTF.");
  else if (trend.endsWith("low_state") && className !== lowBlazars)
    complain("trend", `Low states are known for the class ${lowBlazars} only.`);
}

export type FinkParameters = z.infer<typeof schema>;

const ztfName = /^ZTF\d{2}[a-z]{7}$/i;
const lsstId = /^(?:LSST[ _-]?|diaObject[ _-]?)?(\d{15,19})$/i;

export type FinkId = { survey: "ztf" | "lsst"; objectId: string };

/** Fink's spelling of an object id, whichever survey it is of; null for any other name. */
export function finkIdOf(name: string): FinkId | null {
  const text = name.trim();
  if (ztfName.test(text)) return { survey: "ztf", objectId: `ZTF${text.slice(3).toLowerCase()}` };
  const lsst = lsstId.exec(text)?.[1];
  return lsst === undefined ? null : { survey: "lsst", objectId: lsst };
}

const byName: readonly FormField[] = [
  {
    kind: "text",
    name: "name",
    label: "Name in the TNS",
    maxLength: 100,
    help: "Fink resolves it to the survey's object.",
    example: "SN 2023Q",
  },
  {
    kind: "text",
    name: "simbadName",
    label: "Name in SIMBAD",
    maxLength: 100,
    help: "Fink resolves it to a position; objects within 3 arcsec are found.",
    example: "Mrk 2",
  },
  {
    kind: "text",
    name: "nOrD",
    label: "Asteroid or comet",
    maxLength: 100,
    help: "The number, or the designation where there is none yet: 8467, 10P, 2010JO69, C/2020V2.",
    example: "8467",
  },
];

const byClass: readonly FormField[] = [
  {
    kind: "dynamic-choice",
    name: "className",
    label: "Class",
    lifetimeS: dayS,
    maxLength: 100,
    help: "ZTF: a class of Fink, or with (TNS) or (SIMBAD) before it. LSST: a tag.",
    example: "Early SN Ia candidate",
  },
  {
    kind: "select",
    name: "trend",
    label: "Trend",
    choices: [
      { value: "rising", label: "Rising" },
      { value: "fading", label: "Fading" },
      { value: "low_state", label: "Low state (blazars)" },
      { value: "new_low_state", label: "New low state (blazars)" },
    ],
    onlyWith: { survey: "ztf" },
  },
];

export const queryForm: QueryForm<FinkParameters> = {
  schemaVersion: 1,
  schema,
  searchesByName: (name) => {
    const id = finkIdOf(name);
    if (id !== null) return [id];
    if (iauParts(name) === null) return [];
    return [
      { survey: "ztf", name: name.trim() },
      { survey: "lsst", name: name.trim() },
    ];
  },
  groups: [
    {
      title: "One object",
      fields: [
        parameterFields.survey,
        { ...parameterFields.objectId, help: "ZTF name or LSST diaObjectId.", example: "ZTF21abfmbix" },
      ],
    },
    { title: "Or a name", help: "One of the three.", fields: byName },
    { title: "Or a cone", fields: [parameterFields.raDeg, parameterFields.decDeg, parameterFields.radiusArcsec] },
    { title: "Or a class", fields: byClass },
    {
      title: "When, and how many",
      fields: [
        parameterFields.newestAfter,
        parameterFields.newestBefore,
        parameterFields.firstAfter,
        parameterFields.firstBefore,
        parameterFields.maxAlerts,
      ],
    },
  ],
  examples: [
    {
      label: "Early SN Ia candidates of the last week",
      parameters: { className: "Early SN Ia candidate", newestAfter: "P7D" },
    },
    { label: "Around ZTF21abfmbix", parameters: { raDeg: 193.8217, decDeg: 2.8973, radiusArcsec: 5 } },
    { label: "SN 2023Q", parameters: { name: "SN 2023Q" } },
    { label: "One LSST object", parameters: { survey: "lsst", objectId: "170587117485817955" } },
  ],
};
