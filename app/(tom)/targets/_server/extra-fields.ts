import type { Context } from "@/lib/access/context";
import type { ExtraField } from "../_components/extra-field";

type Declared = Context["config"]["targets"]["extraFields"][string];

const kindOf = (type: Declared): ExtraField["kind"] => {
  if (type.type === "number" || type.type === "boolean") return type.type;
  return "format" in type && type.format === "datetime" ? "date" : "text";
};

const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** The extra fields of the config, in its order. */
export const extraFieldsOf = (config: Context["config"]): ExtraField[] =>
  Object.entries(config.targets.extraFields).map(([key, type]) => {
    const meta = type.meta();
    return {
      key,
      label: textOf(meta?.label) ?? key,
      unit: textOf(meta?.unit),
      kind: kindOf(type),
      hidden: meta?.hidden === true,
    };
  });
