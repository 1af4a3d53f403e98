import "@/lib/core/sentences";
import type { TomConfig } from "@/lib/config/types";
import type { FieldErrors } from "@/lib/core/errors";
import type { ExtraValue } from "../types";

/** Declared extras against their type in the config; others are taken as they are. Field -> messages; null values are removals. */
export function extraProblems(config: TomConfig, extras: Readonly<Record<string, ExtraValue | null>>): FieldErrors {
  const problems: FieldErrors = {};
  for (const [key, value] of Object.entries(extras)) {
    const type = Object.hasOwn(config.targets.extraFields, key) ? config.targets.extraFields[key] : undefined;
    if (type === undefined || value === null) continue;
    const parsed = type.safeParse(value);
    if (!parsed.success) problems[`extras.${key}`] = parsed.error.issues.slice(0, 3).map((issue) => issue.message);
  }
  return problems;
}
