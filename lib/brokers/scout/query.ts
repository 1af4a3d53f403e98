import * as z from "zod";
import { orderedBounds, parameterFields, parameterSchemas } from "../contract-parameters";
import type { BrokerManifest, FormField, QueryForm } from "../contract-query";

/** Who Scout is and what one can ask it. The browser loads this file; it knows nothing of the network. */

export const manifest: BrokerManifest = {
  id: "scout",
  name: "JPL Scout",
  surveys: ["NEO confirmation page"],
  summary: "Unconfirmed near-Earth objects with hazard scores, uncertainties and orbits, run anew several times a day.",
  homepage: "https://cneos.jpl.nasa.gov/scout/",
  docsUrl: "https://ssd-api.jpl.nasa.gov/doc/scout.html",
  hosts: ["ssd-api.jpl.nasa.gov"],
  services: [{ key: "api", envName: "SCOUT_URL", defaultUrl: "https://ssd-api.jpl.nasa.gov/scout.api" }],
  magnitudeSystem: null,
  scoreMeaning: "Near-Earth-object score of Scout, 0 to 100: how well a near-Earth orbit fits.",
  credentials: [],
  cacheS: 300,
  // "One request at a time" is the service's own rule.
  rateLimit: { concurrency: 1, burst: 3, perS: 1 },
};

const score = (what: string) =>
  z
    .number({ error: `${what} is a number.` })
    .min(0, { error: `${what} is between 0 and 100.` })
    .max(100, { error: `${what} is between 0 and 100.` })
    .optional();
const arcmin = z.number({ error: "An uncertainty is a number of arcminutes." }).min(0).max(21_600).optional();

const schema = z
  .strictObject({
    objectId: parameterSchemas.objectId.optional(),
    neoScoreMin: score("The NEO score"),
    phaScoreMin: score("The PHA score"),
    geocentricScoreMax: score("The geocentric score"),
    impactRatingMin: z
      .number({ error: "The rating is a whole number from 0 to 4." })
      .int()
      .min(0, { error: "The rating is a whole number from 0 to 4." })
      .max(4, { error: "The rating is a whole number from 0 to 4." })
      .optional(),
    closestApproachMaxLd: z
      .number({ error: "A distance is a number of lunar distances." })
      .min(0)
      .max(10_000)
      .optional(),
    uncertaintyMinArcmin: arcmin,
    uncertaintyMaxArcmin: arcmin,
    magMin: parameterSchemas.magMin.optional(),
    magMax: parameterSchemas.magMax.optional(),
    newestAfter: parameterSchemas.newestAfter.optional(),
    maxAlerts: parameterSchemas.maxAlerts,
  })
  .superRefine((parameters, context) => {
    orderedBounds(parameters, context);
    const { uncertaintyMinArcmin: from, uncertaintyMaxArcmin: to } = parameters;
    if (from !== undefined && to !== undefined && from > to)
      context.addIssue({
        code: "custom",
        path: ["uncertaintyMaxArcmin"],
        message: "The upper bound lies below the lower one.",
      });
  });

export type ScoutParameters = z.infer<typeof schema>;

const number = (name: string, label: string, more: Partial<FormField> = {}): FormField =>
  ({ kind: "number", name, label, min: 0, ...more }) as FormField;

export const queryForm: QueryForm<ScoutParameters> = {
  schemaVersion: 1,
  schema,
  // Names of the confirmation page are seven characters that follow no pattern; nothing else is asked about.
  searchesByName: (name) => (/^[A-Za-z0-9]{5,8}$/.test(name) && /\d/.test(name) ? [{ objectId: name }] : []),
  groups: [
    {
      title: "One object",
      fields: [
        {
          ...parameterFields.objectId,
          label: "Temporary designation",
          help: "As the confirmation page writes it: capitals count.",
          example: "ZTF10BL",
        },
      ],
    },
    {
      title: "Scores",
      help: "0 to 100, of Scout's own classification. An object without a score never meets a condition on it.",
      fields: [
        number("neoScoreMin", "NEO score, at least", { max: 100, example: "90" }),
        number("phaScoreMin", "PHA score, at least", { max: 100 }),
        number("geocentricScoreMax", "Geocentric score, at most", {
          max: 100,
          help: "High: probably a satellite.",
          example: "5",
        }),
        number("impactRatingMin", "Impact rating, at least", { max: 4, help: "0 negligible to 4 elevated." }),
      ],
    },
    {
      title: "Where and how bright",
      fields: [
        number("closestApproachMaxLd", "Closest approach, at most", {
          unit: "lunar distances",
          help: "Keeps what comes closer.",
        }),
        number("uncertaintyMinArcmin", "Position uncertainty, at least", { unit: "arcmin" }),
        number("uncertaintyMaxArcmin", "Position uncertainty, at most", { unit: "arcmin" }),
        { ...parameterFields.magMin, label: "V, brightest" },
        { ...parameterFields.magMax, label: "V, faintest" },
        { ...parameterFields.newestAfter, label: "Last run after" },
      ],
    },
    { title: "Result", fields: [parameterFields.maxAlerts] },
  ],
  examples: [
    { label: "Likely near-Earth objects", parameters: { neoScoreMin: 90, geocentricScoreMax: 5 } },
    { label: "What comes within a lunar distance", parameters: { closestApproachMaxLd: 1 } },
  ],
};
