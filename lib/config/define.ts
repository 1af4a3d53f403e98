import "@/lib/core/sentences";
import * as z from "zod";
import { notRight } from "@/lib/core/errors";
import { processorIds } from "@/lib/data-processors/contract";
import { type Hooks, hookNames } from "@/lib/hooks/contract";
import type { TomConfig } from "./types";

type DeepPartial<T> = {
  [K in keyof T]?: T[K] extends readonly unknown[] ? T[K] : T[K] extends object ? DeepPartial<T[K]> : T[K];
};

/** What tom.config.ts writes: every part may be left out. */
export type TomConfigInput = Omit<
  DeepPartial<TomConfig>,
  "hooks" | "brokers" | "facilities" | "targets" | "dataProducts"
> & {
  dataProducts?: TomConfig["dataProducts"];
  brokers?: TomConfig["brokers"];
  facilities?: TomConfig["facilities"];
  hooks?: TomConfig["hooks"];
  targets?: DeepPartial<Omit<TomConfig["targets"], "extraFields">> & {
    extraFields?: TomConfig["targets"]["extraFields"];
  };
};

const listColumnNames = [
  "name",
  "type",
  "ra",
  "dec",
  "newestMag",
  "newestDetection",
  "sparkline",
  "classification",
  "redshift",
  "tags",
  "created",
  "updated",
  "visibility",
] as const;

const fieldKey = /^[A-Za-z][A-Za-z0-9_ -]{0,59}$/;
const days = z.number().min(0.1).max(36_500);
const broker = z.custom<TomConfig["brokers"][number]>(
  (value) => typeof value === "object" && value !== null && "definition" in value,
  "must be the result of a broker's factory, for example alerce()",
);
const facility = z.custom<TomConfig["facilities"][number]>(
  (value) => typeof value === "object" && value !== null && "manifest" in value && "connect" in value,
  "must be the result of a facility's factory, for example manual()",
);
const handler = z.custom<{ name: string }>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    "name" in value &&
    "load" in value &&
    typeof value.load === "function",
  "must be a handler from hooks/names.ts",
);

const schema = z.strictObject({
  origin: z
    .string()
    .regex(/^https?:\/\/[^/\s]+$/, "must be an address such as https://tom.example.org")
    .default("http://127.0.0.1:3000"),
  display: z
    .strictObject({
      name: z.string().trim().min(1).max(60).default("TOM"),
      hints: z.boolean().default(true),
      theme: z.enum(["system", "light", "dark", "night"]).default("system"),
    })
    .prefault({}),
  access: z.strictObject({ anonymous: z.enum(["none", "read"]).default("read") }).prefault({}),
  targets: z
    .strictObject({
      type: z.enum(["SIDEREAL", "NON_SIDEREAL"]).default("SIDEREAL"),
      defaultVisibility: z.enum(["open", "public", "private"]).default("private"),
      extraFields: z
        .record(
          z.string().regex(fieldKey, "must start with a letter and have at most 60 characters"),
          z.instanceof(z.ZodType),
        )
        .default({}),
      listColumns: z
        .array(z.enum(listColumnNames))
        .default(["name", "ra", "dec", "newestMag", "newestDetection", "sparkline", "tags"]),
      match: z.strictObject({ radiusArcsec: z.number().min(0.1).max(3600).default(2) }).prefault({}),
    })
    .prefault({}),
  brokers: z.array(broker).max(50).default([]),
  brokerTimeoutMs: z.number().int().min(100).max(120_000).default(10_000),
  facilities: z.array(facility).max(50).default([]),
  facilityTimeoutMs: z.number().int().min(100).max(120_000).default(10_000),
  dataProducts: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, "must be lower case letters, digits and _, at most 40"),
      z.strictObject({
        label: z.string().trim().min(1).max(60),
        processor: z.enum(processorIds, `must be ${processorIds.join(", ")} or null`).nullable(),
      }),
    )
    .default({}),
  hooks: z.record(z.string(), z.array(handler).max(50)).default({}),
  retentionDays: z
    .strictObject({
      outbox: days.default(30),
      runs: days.default(90),
      jobs: days.default(7),
      idempotencyKeys: days.default(1),
      frozenAlerts: days.nullable().default(null),
    })
    .prefault({}),
});

/** Validates an installation's config and freezes it. @throws MISCONFIGURED with every problem, each with its path. */
export function defineTomConfig(input: TomConfigInput): TomConfig {
  const parsed = schema.safeParse(input);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.map(String).join(".")}: ${issue.message}`);
  for (const name of Object.keys(input.hooks ?? {})) {
    if (!hookNames.some((hook) => hook === name))
      problems.push(`hooks.${name}: there is no such hook; there is ${hookNames.join(", ")}`);
  }
  for (const [name, handlers] of Object.entries(input.hooks ?? {})) {
    const names = (handlers ?? []).map((one) => one.name);
    if (new Set(names).size < names.length) problems.push(`hooks.${name}: a handler is listed twice`);
  }
  const brokerIds = (input.brokers ?? []).map((entry) => entry.definition.manifest.id);
  for (const id of twice(brokerIds)) problems.push(`brokers: ${id} is listed twice`);
  const facilityIds = (input.facilities ?? []).map((entry) => entry.manifest.id);
  for (const id of twice(facilityIds)) problems.push(`facilities: ${id} is listed twice`);
  if (!parsed.success || problems.length > 0) throw notRight("tom.config.ts", problems);
  return deepFreeze(parsed.data as unknown as TomConfig);
}

const twice = (ids: readonly string[]): Set<string> => new Set(ids.filter((one, i) => ids.indexOf(one) !== i));

function deepFreeze<T>(value: T): T {
  if (
    typeof value === "object" &&
    value !== null &&
    !Object.isFrozen(value) &&
    Object.getPrototypeOf(value) === Object.prototype
  ) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}

/** Several lists of handlers as one, those of the first before those of the second. */
export function joinHooks(...lists: readonly Hooks[]): Hooks {
  const joined: Record<string, unknown[]> = {};
  for (const list of lists) {
    for (const hook of hookNames) {
      const handlers = list[hook];
      if (handlers) joined[hook] = [...(joined[hook] ?? []), ...handlers];
    }
  }
  // What stood under a name stands under the same name.
  return joined as Hooks;
}

/** The brokers that an operator leaves on. @throws MISCONFIGURED for one that there is, but not in this list */
export function chooseBrokers(
  brokers: TomConfig["brokers"],
  wanted: readonly string[] | undefined,
): TomConfig["brokers"] {
  if (!wanted) return brokers;
  const ids = brokers.map((entry) => entry.definition.manifest.id);
  const unknown = wanted.filter((id) => !ids.includes(id));
  if (unknown.length > 0)
    throw notRight("The environment", [
      `TOM_BROKERS: tom.config.ts does not list ${unknown.join(", ")}; it lists ${ids.join(", ")}`,
    ]);
  return brokers.filter((entry) => wanted.includes(entry.definition.manifest.id));
}
