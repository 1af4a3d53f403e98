import * as z from "zod";
import { coneAllOrNone, orderedBounds, parameterFields, parameterSchemas } from "../contract-parameters";
import type { BrokerManifest, QueryForm } from "../contract-query";

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
  scoreMeaning:
    "ZTF: probability of an early SN Ia (rf_snia_vs_nonia, 0 to 1). LSST: reliability of the alert (0 to 1).",
  credentials: [],
  cacheS: 300,
};

const dayS = 86_400;
const radiusMostArcsec = 18_000;
/** Kinds of search; exactly one is asked. */
const searches = ["objectId", "name", "raDeg", "className"] as const;

const schema = z
  .strictObject({
    survey: z.enum(["ztf", "lsst"], { error: "The survey is ztf or lsst." }).default("ztf"),
    objectId: parameterSchemas.objectId.optional(),
    name: z.string().trim().min(1).max(100).optional(),
    raDeg: parameterSchemas.raDeg.optional(),
    decDeg: parameterSchemas.decDeg.optional(),
    radiusArcsec: parameterSchemas.radiusArcsec
      .max(radiusMostArcsec, { error: `Fink takes at most ${radiusMostArcsec} arcsec (5 degrees).` })
      .optional(),
    className: parameterSchemas.className.optional(),
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
    if (parameters.survey === "lsst" && parameters.name !== undefined)
      complain("name", "Names are looked up among ZTF's objects.");
  });

export type FinkParameters = z.infer<typeof schema>;

const ztfName = /^ZTF\d{2}[a-z]{7}$/i;
const lsstId = /^\d{15,19}$/;
const iauName = /^(SN|AT|TDE)\s?\d{4}[a-z]{1,5}$/i;

export type FinkId = { survey: "ztf" | "lsst"; objectId: string };

/** Fink's spelling of an object id, whichever survey it is of; null for any other name. */
export function finkIdOf(name: string): FinkId | null {
  const text = name.trim();
  if (ztfName.test(text)) return { survey: "ztf", objectId: `ZTF${text.slice(3).toLowerCase()}` };
  return lsstId.test(text) ? { survey: "lsst", objectId: text } : null;
}

export const queryForm: QueryForm<FinkParameters> = {
  schemaVersion: 1,
  schema,
  searchesByName: (name) => {
    const id = finkIdOf(name);
    if (id !== null) return [id];
    return iauName.test(name.trim()) ? [{ survey: "ztf", name: name.trim() }] : [];
  },
  groups: [
    {
      title: "One object",
      fields: [
        {
          kind: "select",
          name: "survey",
          label: "Survey",
          choices: [
            { value: "ztf", label: "ZTF" },
            { value: "lsst", label: "Rubin LSST" },
          ],
          default: "ztf",
        },
        { ...parameterFields.objectId, help: "ZTF name or LSST diaObjectId.", example: "ZTF21abfmbix" },
        {
          kind: "text",
          name: "name",
          label: "Name in the TNS",
          maxLength: 100,
          help: "Fink resolves it to ZTF's object.",
          example: "SN 2023Q",
          onlyWith: { survey: "ztf" },
        },
      ],
    },
    { title: "Or a cone", fields: [parameterFields.raDeg, parameterFields.decDeg, parameterFields.radiusArcsec] },
    {
      title: "Or a class",
      fields: [
        {
          kind: "dynamic-choice",
          name: "className",
          label: "Class",
          lifetimeS: dayS,
          maxLength: 100,
          help: "ZTF: a class of Fink, or with (TNS) or (SIMBAD) before it. LSST: a tag.",
          example: "Early SN Ia candidate",
        },
      ],
    },
    {
      title: "When, and how many",
      fields: [parameterFields.newestAfter, parameterFields.newestBefore, parameterFields.maxAlerts],
    },
  ],
  examples: [
    {
      label: "Early SN Ia candidates of the last week",
      parameters: { className: "Early SN Ia candidate", newestAfter: "P7D" },
    },
    { label: "Around ZTF21abfmbix", parameters: { raDeg: 193.8217, decDeg: 2.8973, radiusArcsec: 5 } },
    { label: "One LSST object", parameters: { survey: "lsst", objectId: "170587117485817955" } },
  ],
};
