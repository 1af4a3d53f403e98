import type { FormField, QueryForm } from "@/lib/brokers/contract-query";

/** One thing that a query asks for, as its form words it. */
export type AskedFact = { label: string; value: string; unit?: string; hint: string };

function textOf(field: FormField | undefined, value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  const choices = field?.kind === "select" ? field.choices : [];
  return choices.find((choice) => choice.value === String(value))?.label ?? String(value);
}

/** The parameters of a query or run for people; those that the form does not know (any more) under their own names. */
export function askedFacts(
  form: QueryForm<unknown> | null,
  parameters: Readonly<Record<string, unknown>>,
): AskedFact[] {
  const fields = form?.groups.flatMap((group) => group.fields) ?? [];
  return Object.entries(parameters).map(([name, value]) => {
    const field = fields.find((one) => one.name === name);
    const unit = field?.unit === undefined ? {} : { unit: field.unit };
    return { label: field?.label ?? name, value: textOf(field, value), ...unit, hint: `${name} in the API` };
  });
}
