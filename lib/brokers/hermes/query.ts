import * as z from "zod";
import { coneAllOrNone, orderedBounds, parameterFields, parameterSchemas, timeField } from "../contract-parameters";
import type { BrokerManifest, FormField, QueryForm } from "../contract-query";

/** Who Hermes is and what one can ask it. The browser loads this file; it knows nothing of the network. */

export const manifest: BrokerManifest = {
  id: "hermes",
  name: "Hermes",
  surveys: ["messages of all observatories", "gravitational-wave and neutrino events"],
  summary: "Messages of multi-messenger astronomy over SCiMMA: events with their notices, targets, and the archive.",
  homepage: "https://hermes.lco.global",
  docsUrl: "https://hermes.lco.global/about",
  hosts: ["hermes.lco.global"],
  services: [{ key: "api", envName: "HERMES_URL", defaultUrl: "https://hermes.lco.global" }],
  magnitudeSystem: null,
  scoreMeaning:
    "For events the false-alarm rate of the newest notice in Hz: small is significant, 1 stands for a retraction. Targets have none.",
  scoreOrder: "lower",
  credentials: [
    {
      key: "token",
      envName: "HERMES_TOKEN",
      label: "an API token",
      whereToGet: "Sign in at hermes.lco.global and open your profile: it shows the API token.",
    },
  ],
  cacheS: 120,
  rateLimit: { concurrency: 4, burst: 20, perS: 5 },
};

const kinds = ["events", "sequences", "targets", "messages", "archive"] as const;
export type SearchKind = (typeof kinds)[number];

/** Which kinds of search have which fields: the service ignores a filter that it does not know, and answers with everything. */
const kindsOfField: Readonly<Record<string, readonly SearchKind[]>> = {
  objectId: ["events", "sequences", "targets", "messages"],
  eventId: ["events", "sequences", "messages"],
  createdAfter: ["events", "archive"],
  createdBefore: ["events", "archive"],
  referencedByUuid: ["events", "targets"],
  sequenceType: ["sequences"],
  excludeSequenceType: ["sequences"],
  targetName: ["targets", "messages"],
  targetNameExact: ["targets", "messages"],
  raDeg: ["targets", "messages"],
  decDeg: ["targets", "messages"],
  radiusArcsec: ["targets", "messages"],
  polygonSearch: ["targets", "messages"],
  uuid: ["messages"],
  topic: ["archive"],
  searchQuery: ["archive"],
  includeRetracted: ["archive"],
};

const sequenceTypes = ["EARLY_WARNING", "PRELIMINARY", "INITIAL", "UPDATE", "RETRACTION"] as const;

const text = (most: number) => z.string().trim().min(1).max(most);
const uuid = z
  .string()
  .trim()
  .regex(/^[0-9a-f][0-9a-f-]{3,35}$/i, { error: "Write a UUID, or at least its first four characters." });
const corner = "[+-]?\\d{1,3}(?:\\.\\d+)?\\s+[+-]?\\d{1,2}(?:\\.\\d+)?";
const polygon = text(4_000).regex(new RegExp(`^${corner}(?:\\s*,\\s*${corner}){2,}$`), {
  error: "Write at least three corners in degrees, such as 10 -5, 12 -5, 12 -3.",
});

const schema = z
  .strictObject({
    searchKind: z.enum(kinds, { error: `The kind of search is ${kinds.join(", ")}.` }).default("events"),
    objectId: parameterSchemas.objectId.optional(),
    eventId: text(100).optional(),
    createdAfter: parameterSchemas.newestAfter.optional(),
    createdBefore: parameterSchemas.newestBefore.optional(),
    referencedByUuid: uuid.optional(),
    sequenceType: z.enum(sequenceTypes, { error: "There is no such kind of notice." }).optional(),
    excludeSequenceType: z.enum(sequenceTypes, { error: "There is no such kind of notice." }).optional(),
    targetName: text(128).optional(),
    targetNameExact: text(128).optional(),
    raDeg: parameterSchemas.raDeg.optional(),
    decDeg: parameterSchemas.decDeg.optional(),
    radiusArcsec: parameterSchemas.radiusArcsec.optional(),
    polygonSearch: polygon.optional(),
    uuid: uuid.optional(),
    topic: text(500).optional(),
    searchQuery: text(500).optional(),
    includeRetracted: z.boolean().optional(),
    maxAlerts: parameterSchemas.maxAlerts,
  })
  .superRefine((parameters, context) => {
    coneAllOrNone(parameters, context);
    orderedBounds(parameters, context);
    const { searchKind, ...given } = parameters;
    for (const [field, value] of Object.entries(given)) {
      const offered = kindsOfField[field];
      if (value === undefined || offered === undefined || offered.includes(searchKind)) continue;
      context.addIssue({ code: "custom", path: [field], message: `Hermes does not filter ${searchKind} by this.` });
    }
  });

export type HermesParameters = z.infer<typeof schema>;

/** A field with the kinds of search that have it. */
const of = <Field extends FormField>(field: Field): Field => ({
  ...field,
  onlyWith: { searchKind: kindsOfField[field.name] ?? [] },
});

const noticeChoices = sequenceTypes.map((value) => ({
  value,
  label: value.charAt(0) + value.slice(1).toLowerCase().replace("_", " "),
}));

const eventFields: readonly FormField[] = [
  of({ ...parameterFields.objectId, label: "Event id", help: "One event, exactly.", example: "S240422ed" }),
  of({ kind: "text", name: "eventId", label: "Part of the event id", maxLength: 100, example: "S2404" }),
  of({ kind: "select", name: "sequenceType", label: "Kind of notice", choices: noticeChoices }),
  of({ kind: "select", name: "excludeSequenceType", label: "Without notices of kind", choices: noticeChoices }),
];

const targetFields: readonly FormField[] = [
  of({ kind: "text", name: "targetName", label: "Part of the target's name", maxLength: 128, example: "2026bpu" }),
  of({ kind: "text", name: "targetNameExact", label: "Target's name, exactly", maxLength: 128 }),
  of(parameterFields.raDeg),
  of(parameterFields.decDeg),
  of(parameterFields.radiusArcsec),
  of({
    kind: "text",
    name: "polygonSearch",
    label: "Polygon",
    unit: "deg",
    maxLength: 4_000,
    help: "Corners as RA and Dec in degrees, separated by commas.",
    example: "10 -5, 12 -5, 12 -3",
  }),
];

const messageFields: readonly FormField[] = [
  of({
    kind: "dynamic-choice",
    name: "topic",
    label: "Topic",
    lifetimeS: 3_600,
    maxLength: 500,
    help: "Several, separated by commas: any of them.",
    example: "hermes.message",
  }),
  of({ kind: "text", name: "searchQuery", label: "Words", maxLength: 500, help: "In the archive's messages." }),
  of(timeField("createdAfter", "Sent after", "For events: with a notice since then.")),
  of(timeField("createdBefore", "Sent before", "For events: with a notice before then.")),
  of({ kind: "checkbox", name: "includeRetracted", label: "With messages that their senders took back" }),
  of({ kind: "text", name: "uuid", label: "Message's UUID", maxLength: 36, help: "Whole, or its beginning." }),
  of({
    kind: "text",
    name: "referencedByUuid",
    label: "Referred to by message",
    maxLength: 36,
    help: "Its UUID, whole or its beginning.",
  }),
];

const gravitationalWave = /^M?S\d{6}[a-z]{1,4}$/i;

/** An event by its id; anything else is the exact name of a target that messages tell of. */
const searchesByName = (name: string): readonly Readonly<Record<string, unknown>>[] =>
  gravitationalWave.test(name)
    ? [{ searchKind: "events", objectId: name }]
    : [{ searchKind: "targets", targetNameExact: name.slice(0, 128) }];

export const queryForm: QueryForm<HermesParameters> = {
  schemaVersion: 1,
  schema,
  searchesByName,
  groups: [
    {
      title: "What to look for",
      fields: [
        {
          kind: "select",
          name: "searchKind",
          label: "Kind of search",
          choices: [
            { value: "events", label: "Events" },
            { value: "sequences", label: "Notices of events" },
            { value: "targets", label: "Targets named in messages" },
            { value: "messages", label: "Messages by target or event" },
            { value: "archive", label: "Archive of all messages" },
          ],
          default: "events",
          help: "Events have no position and cannot become targets; the targets named in messages about them can.",
        },
      ],
    },
    { title: "Event", fields: eventFields },
    { title: "Target", fields: targetFields },
    { title: "Message", fields: messageFields },
    { title: "Result", fields: [parameterFields.maxAlerts] },
  ],
  examples: [
    { label: "Events with a notice in the last three days", parameters: { searchKind: "events", createdAfter: "P3D" } },
    { label: "Candidates for S240422ed", parameters: { searchKind: "targets", objectId: "S240422ed" } },
    {
      label: "Messages of the last day about supernovae",
      parameters: { searchKind: "archive", topic: "hermes.message", searchQuery: "supernova", createdAfter: "P1D" },
    },
  ],
};
