import * as z from "zod";
import { iauParts } from "@/lib/astro/names";
import { coneAllOrNone, orderedBounds, parameterFields, parameterSchemas } from "../contract-parameters";
import type { BrokerManifest, QueryForm } from "../contract-query";

/** Who Gaia Science Alerts is and what one can ask it. The browser loads this file; it knows nothing of the network. */

const dayS = 86_400;

export const manifest: BrokerManifest = {
  id: "gaia",
  name: "Gaia Science Alerts",
  surveys: ["Gaia"],
  summary:
    "Every alert of the Gaia mission with its light curve in G. Gaia observed until January 2025: a closed archive.",
  homepage: "https://gsaweb.ast.cam.ac.uk/alerts",
  docsUrl: "https://gsaweb.ast.cam.ac.uk/alerts/about",
  hosts: ["gsaweb.ast.cam.ac.uk"],
  services: [{ key: "site", envName: "GAIA_ALERTS_URL", defaultUrl: "https://gsaweb.ast.cam.ac.uk" }],
  magnitudeSystem: "Vega",
  magnitudeOf: "total",
  scoreMeaning: "Always 1: people have looked at every alert that Gaia published.",
  credentials: [],
  // The lists grow no longer.
  cacheS: dayS,
};

const schema = z
  .strictObject({
    objectId: parameterSchemas.objectId.optional(),
    name: z.string().trim().min(1).max(100).optional(),
    tnsName: z.string().trim().min(1).max(100).optional(),
    raDeg: parameterSchemas.raDeg.optional(),
    decDeg: parameterSchemas.decDeg.optional(),
    radiusArcsec: parameterSchemas.radiusArcsec.optional(),
    className: parameterSchemas.className.optional(),
    newestAfter: parameterSchemas.newestAfter.optional(),
    newestBefore: parameterSchemas.newestBefore.optional(),
    magMin: parameterSchemas.magMin.optional(),
    magMax: parameterSchemas.magMax.optional(),
    maxAlerts: parameterSchemas.maxAlerts,
  })
  .superRefine((parameters, context) => {
    coneAllOrNone(parameters, context);
    orderedBounds(parameters, context);
    if (parameters.objectId !== undefined && parameters.name !== undefined)
      context.addIssue({ code: "custom", path: ["name"], message: "Give the exact name, or a part of it." });
  });

export type GaiaParameters = z.infer<typeof schema>;

const gaiaName = /^Gaia\d{2}[a-z]{3,4}$/i;

/** The name as Gaia spells it ("Gaia25aeh"); null for any other name. */
export const gaiaNameOf = (name: string): string | null =>
  gaiaName.test(name.trim()) ? `Gaia${name.trim().slice(4).toLowerCase()}` : null;

export const queryForm: QueryForm<GaiaParameters> = {
  schemaVersion: 1,
  schema,
  searchesByName: (name) => {
    const own = gaiaNameOf(name);
    if (own !== null) return [{ objectId: own }];
    return iauParts(name) === null ? [] : [{ tnsName: name.trim() }];
  },
  groups: [
    {
      title: "Object",
      fields: [
        { ...parameterFields.objectId, label: "Exact name", example: "Gaia25aeh" },
        {
          kind: "text",
          name: "name",
          label: "Part of the name",
          maxLength: 100,
          help: "In any case: Gaia25a finds many.",
          example: "Gaia25a",
        },
        {
          kind: "text",
          name: "tnsName",
          label: "Name in the TNS",
          maxLength: 100,
          help: "AT, SN, TDE or nothing before the designation.",
          example: "AT 2016dkt",
        },
        { kind: "text", name: "className", label: "Class contains", maxLength: 100, example: "SN Ia" },
      ],
    },
    { title: "Cone", fields: [parameterFields.raDeg, parameterFields.decDeg, parameterFields.radiusArcsec] },
    {
      title: "The alert itself",
      help: "Gaia lists each alert as it was when it was raised.",
      fields: [
        { ...parameterFields.newestAfter, label: "Observed after" },
        { ...parameterFields.newestBefore, label: "Observed before" },
        { ...parameterFields.magMin, label: "Magnitude, brightest", help: "G, Vega." },
        { ...parameterFields.magMax, label: "Magnitude, faintest" },
      ],
    },
    { title: "Result", fields: [parameterFields.maxAlerts] },
  ],
  examples: [
    { label: "The last supernovae of Gaia", parameters: { className: "SN", newestAfter: "2024-12-01T00:00:00Z" } },
    { label: "One alert", parameters: { objectId: "Gaia25aeh" } },
  ],
};
