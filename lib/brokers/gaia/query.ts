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
    const complain = (field: string, message: string): void =>
      context.addIssue({ code: "custom", path: [field], message });
    const names = nameFields.filter((field) => parameters[field] !== undefined);
    const cone = coneFields.filter((field) => parameters[field] !== undefined);
    if (names.length + cone.length === 0) complain("objectId", "Ask for a name or for a cone.");
    for (const field of names.slice(1)) complain(field, "Ask for one name: exact, a part of it, or that of the TNS.");
    if (names.length > 0) for (const field of cone) complain(field, "Ask for a name or for a cone, not for both.");
  });

// A search is by a name or by a cone; dates, magnitudes and classes choose among what it finds.
const nameFields = ["objectId", "name", "tnsName"] as const;
const coneFields = ["raDeg", "decDeg", "radiusArcsec"] as const;

export type GaiaParameters = z.infer<typeof schema>;

const gaiaName = /^Gaia\d{2}[a-z]{3,4}$/i;

/** The name as Gaia spells it ("Gaia25aeh"); null for any other name. */
export const gaiaNameOf = (name: string): string | null =>
  gaiaName.test(name.trim()) ? `Gaia${name.trim().slice(4).toLowerCase()}` : null;

/** Version 1 took several names, a name with a cone, and neither: the first counts, and every name has "Gaia" in it. */
function lifted(parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = { ...parameters };
  const names = nameFields.filter((field) => kept[field] !== undefined);
  const unwanted = names.length > 0 ? [...names.slice(1), ...coneFields] : [];
  for (const field of unwanted) delete kept[field];
  const isAsked = [...nameFields, ...coneFields].some((field) => kept[field] !== undefined);
  return isAsked ? kept : { ...kept, name: "Gaia" };
}

export const queryForm: QueryForm<GaiaParameters> = {
  schemaVersion: 2,
  schema,
  upgrade: (_version, parameters) => lifted(parameters),
  searchesByName: (name) => {
    const own = gaiaNameOf(name);
    if (own !== null) return [{ objectId: own }];
    return iauParts(name) === null ? [] : [{ tnsName: name.trim() }];
  },
  groups: [
    {
      title: "Object",
      help: "One of the three names, or a cone.",
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
      ],
    },
    { title: "Cone", fields: [parameterFields.raDeg, parameterFields.decDeg, parameterFields.radiusArcsec] },
    {
      title: "Only those",
      help: "Gaia lists each alert as it was when it was raised.",
      fields: [
        { kind: "text", name: "className", label: "Class contains", maxLength: 100, example: "SN Ia" },
        { ...parameterFields.newestAfter, label: "Observed after" },
        { ...parameterFields.newestBefore, label: "Observed before" },
        { ...parameterFields.magMin, label: "Magnitude, brightest", help: "G, Vega." },
        { ...parameterFields.magMax, label: "Magnitude, faintest" },
      ],
    },
    { title: "Result", fields: [parameterFields.maxAlerts] },
  ],
  examples: [
    { label: "The last supernovae of Gaia", parameters: { name: "Gaia25", className: "SN" } },
    { label: "One alert", parameters: { objectId: "Gaia25aeh" } },
    { label: "Around AT 2016dkt", parameters: { raDeg: 295.0047, decDeg: 30.1315, radiusArcsec: 10 } },
  ],
};
