import * as z from "zod";
import { iauParts } from "@/lib/astro/names";
import { coneAllOrNone, parameterFields, parameterSchemas } from "../contract-parameters";
import type { BrokerManifest, QueryForm } from "../contract-query";

/** Who the TNS is and what one can ask it. The browser loads this file; it knows nothing of the network. */

const credentialHelp =
  "Make a bot for your group at www.wis-tns.org (Bots, Add bot); its page shows id and name, and makes the key.";

export const manifest: BrokerManifest = {
  id: "tns",
  name: "TNS",
  surveys: ["all reported transients"],
  summary:
    "The Transient Name Server: every reported transient with its IAU name, type, redshift and discovery photometry.",
  homepage: "https://www.wis-tns.org",
  docsUrl: "https://www.wis-tns.org/content/tns-getting-started",
  hosts: ["www.wis-tns.org", "sandbox.wis-tns.org"],
  services: [
    { key: "api", envName: "TNS_URL", defaultUrl: "https://www.wis-tns.org" },
    // Reports are public and for ever: they go to the sandbox until an address is set explicitly.
    { key: "reports", envName: "TNS_URL", defaultUrl: "https://sandbox.wis-tns.org" },
  ],
  magnitudeSystem: "AB",
  scoreMeaning: "1 for a classified supernova (prefix SN), 0 for everything else.",
  namesObjects: true,
  credentials: [
    { key: "apiKey", envName: "TNS_API_KEY", label: "the API key of a bot", whereToGet: credentialHelp },
    { key: "botId", envName: "TNS_BOT_ID", label: "the bot's id", whereToGet: credentialHelp },
    { key: "botName", envName: "TNS_BOT_NAME", label: "the bot's name", whereToGet: credentialHelp },
  ],
  cacheS: 300,
  // Its windows are a minute long and small; x-rate-limit headers say the rest.
  rateLimit: { concurrency: 2, burst: 10, perS: 1 },
};

const namePart = z.string().trim().min(1, { error: "Which name?" }).max(100);

const searches = ["objectId", "objname", "internalName", "raDeg", "publicTimestamp"] as const;

const schema = z
  .strictObject({
    objectId: parameterSchemas.objectId.optional(),
    objname: namePart.optional(),
    internalName: namePart.optional(),
    internalNameExactMatch: z.boolean().optional(),
    raDeg: parameterSchemas.raDeg.optional(),
    decDeg: parameterSchemas.decDeg.optional(),
    radiusArcsec: parameterSchemas.radiusArcsec.optional(),
    publicTimestamp: parameterSchemas.newestAfter.optional(),
    daysFromNondet: z
      .number({ error: "The number of days is a number." })
      .min(0, { error: "The number of days is not negative." })
      .max(10_000)
      .optional(),
    maxAlerts: parameterSchemas.maxAlerts,
  })
  .superRefine((parameters, context) => {
    coneAllOrNone(parameters, context);
    const complain = (field: string, message: string): void =>
      context.addIssue({ code: "custom", path: [field], message });
    const isOpen =
      searches.every((name) => parameters[name] === undefined) &&
      parameters.decDeg === undefined &&
      parameters.radiusArcsec === undefined;
    if (isOpen) complain("objectId", "Say what to look for: a name, an internal name, a cone or a date.");
    if (parameters.objectId !== undefined && parameters.objname !== undefined) {
      complain("objname", "Give either one object's name or a part of names.");
    }
    if (parameters.internalNameExactMatch !== undefined && parameters.internalName === undefined) {
      complain("internalName", "Which internal name?");
    }
  });

export type TnsParameters = z.infer<typeof schema>;

const surveyName = /^(ZTF\d{2}[a-z]{7}|Gaia\d{2}[a-z]{3,4}|ATLAS\d{2}[a-z]{3,4}|PS\d{2}[a-z]{3,4}|\d{15,19})$/i;

/** An IAU name names the object, a survey's name one of its internal names. */
function searchesByName(name: string): readonly Readonly<Record<string, unknown>>[] {
  const iau = iauParts(name);
  if (iau !== null) return [{ objectId: iau.designation }];
  return surveyName.test(name.trim()) ? [{ internalName: name.trim(), internalNameExactMatch: true }] : [];
}

export const queryForm: QueryForm<TnsParameters> = {
  schemaVersion: 1,
  schema,
  searchesByName,
  groups: [
    {
      title: "Name",
      fields: [
        {
          ...parameterFields.objectId,
          label: "Object name",
          help: "One object; AT, SN or TDE before it does not matter.",
          example: "2020oi",
        },
        { kind: "text", name: "objname", label: "Part of the name", maxLength: 100, help: "Without a prefix." },
        {
          kind: "text",
          name: "internalName",
          label: "Internal name",
          maxLength: 100,
          help: "As a survey calls it.",
          example: "ZTF20aaelulu",
        },
        { kind: "checkbox", name: "internalNameExactMatch", label: "This internal name exactly" },
      ],
    },
    { title: "Cone", fields: [parameterFields.raDeg, parameterFields.decDeg, parameterFields.radiusArcsec] },
    {
      title: "Time",
      fields: [
        {
          kind: "date-or-duration",
          name: "publicTimestamp",
          label: "Made public after",
          unit: "UTC",
          help: "A date, or the last N days as P3D.",
          example: "P3D",
        },
        {
          kind: "number",
          name: "daysFromNondet",
          label: "First detected within",
          unit: "days",
          min: 0,
          max: 10_000,
          help: "After the last non-detection. Objects without one are left out.",
          example: "3",
        },
      ],
    },
    { title: "Result", fields: [parameterFields.maxAlerts] },
  ],
  examples: [
    { label: "SN 2020oi", parameters: { objectId: "2020oi" } },
    {
      label: "Made public since yesterday, first seen within 2 days of a non-detection",
      parameters: { publicTimestamp: "P1D", daysFromNondet: 2, maxAlerts: 20 },
    },
    { label: "Around M100", parameters: { raDeg: 185.7288, decDeg: 15.8223, radiusArcsec: 200 } },
  ],
};
