import { NumberValue, UtcTime } from "@/components/ui/values";
import type { ExtraValue } from "@/lib/targets/types";
import type { ExtraField } from "../../_components/extra-field";

export type { ExtraField };

type ExtraFact = { label: string; unit: string | null; value: ExtraValue | null; field: ExtraField | null };

/** Declared extras in the order of the config, also those not given; then all others by key. */
export function extraFacts(extras: Readonly<Record<string, ExtraValue>>, fields: readonly ExtraField[]): ExtraFact[] {
  const declared = new Set(fields.map(({ key }) => key));
  const others = Object.keys(extras).filter((key) => !declared.has(key));
  return [
    ...fields
      .filter((field) => !field.hidden)
      .map((field) => ({ label: field.label, unit: field.unit, value: extras[field.key] ?? null, field })),
    ...others.sort().map((key) => ({ label: key, unit: null, value: extras[key] ?? null, field: null })),
  ];
}

/** An extra as its type says. */
export function ExtraValueText({
  value,
  kind,
  now,
}: {
  value: ExtraValue;
  kind: ExtraField["kind"] | null;
  now: Date;
}) {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return <NumberValue value={value} />;
  return kind === "date" ? <UtcTime iso={value} now={now} /> : value;
}
