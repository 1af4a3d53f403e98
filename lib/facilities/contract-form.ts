import "@/lib/core/sentences";
import * as z from "zod";
import { parseTime } from "@/lib/astro/parse-time";
import { type FieldErrors, gatherFieldErrors, invalidInput, TomError } from "@/lib/core/errors";

/**
 * What is asked of a facility, as a typed form: declared with zod, shown by its fields. The config names each parameter
 * with a type and, for people, `.meta({ label, unit, help, example, lines: true })`.
 */

type FieldBase = {
  /** Key in the parameters. */
  name: string;
  label: string;
  unit?: string;
  help?: string;
  example?: string;
  required: boolean;
};

/** One field as pages show it; says nothing of zod. */
export type ParameterField = FieldBase &
  (
    | { kind: "text" | "long-text"; maxLength: number }
    | { kind: "number"; min: number | null; max: number | null }
    | { kind: "checkbox" }
    | { kind: "select"; choices: readonly string[] }
    /** ISO 8601 or MJD in a form, ISO 8601 UTC in the parameters. */
    | { kind: "time" }
  );

/** Name -> zod string, number, boolean, enum or ISO date-time; `.optional()` may be left out. */
export type ParameterTypes = Readonly<Record<string, z.ZodType>>;

export type ParameterForm = {
  fields: readonly ParameterField[];
  /**
   * The parameters, checked; those that are not declared are refused, or kept as they are where the facility takes any
   * (texts, numbers, yes and no). @throws TomError INVALID_INPUT with the fields that are wrong
   */
  parse(parameters: unknown): Readonly<Record<string, unknown>>;
};

const textMax = 10_000;
const keyMax = 60;
const othersMax = 100;
const undeclared = z.union([z.string().max(textMax), z.number(), z.boolean(), z.null()], {
  error: "must be a text, a number, true or false",
});

/** Words for the commonest refusals; a type's own message comes first. */
const sentence: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === "invalid_type") {
    if (issue.input === undefined) return "is needed";
    return issue.expected === "number"
      ? "must be a number"
      : issue.expected === "boolean"
        ? "must be true or false"
        : "must be a text";
  }
  if (issue.code === "too_big" && issue.origin !== "string") return `must be at most ${String(issue.maximum)}`;
  if (issue.code === "too_small" && issue.origin !== "string") return `must be at least ${String(issue.minimum)}`;
  if (issue.code === "too_big") return `must have at most ${String(issue.maximum)} characters`;
  if (issue.code === "invalid_value") return `must be one of ${issue.values.map(String).join(", ")}`;
  return undefined;
};

function fieldErrorsOf(error: z.ZodError): FieldErrors {
  return gatherFieldErrors(
    error.issues.slice(0, 100).flatMap((issue): [string, string][] => {
      if (issue.code !== "unrecognized_keys") return [[issue.path.join("."), issue.message]];
      return issue.keys.map((key) => [key.slice(0, keyMax), `There is no parameter '${key.slice(0, keyMax)}'.`]);
    }),
  );
}

const inner = (type: z.ZodType): { type: z.ZodType; required: boolean } => {
  if (type instanceof z.ZodOptional || type instanceof z.ZodDefault || type instanceof z.ZodNullable) {
    return { type: inner(type.unwrap() as z.ZodType).type, required: false };
  }
  return { type, required: true };
};

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const bound = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null);

function kindOf(type: z.ZodType, lines: boolean) {
  if (type instanceof z.ZodISODateTime) return { kind: "time" } as const;
  if (type instanceof z.ZodString) {
    return { kind: lines ? "long-text" : "text", maxLength: type.maxLength ?? textMax } as const;
  }
  if (type instanceof z.ZodNumber) {
    return { kind: "number", min: bound(type.minValue), max: bound(type.maxValue) } as const;
  }
  if (type instanceof z.ZodBoolean) return { kind: "checkbox" } as const;
  if (type instanceof z.ZodEnum) return { kind: "select", choices: type.options.map(String) } as const;
  return null;
}

function fieldOf(name: string, given: z.ZodType): ParameterField {
  const { type, required } = inner(given);
  const meta = { ...type.meta(), ...given.meta() };
  const kind = kindOf(type, meta.lines === true);
  if (kind === null || name.length > keyMax) {
    throw new TomError(
      "MISCONFIGURED",
      `The parameter '${name}' of a facility must be a text, number, boolean, enum or date-time with a name of at most ${keyMax} characters.`,
    );
  }
  const words = { unit: textOf(meta.unit), help: textOf(meta.help), example: textOf(meta.example) };
  return {
    name,
    label: textOf(meta.label) ?? name,
    required,
    ...(Object.fromEntries(Object.entries(words).filter(([, text]) => text !== undefined)) as Partial<typeof words>),
    ...kind,
  } as ParameterField;
}

/** A form of declared parameters. `others`: what is not declared is kept, too. @throws TomError MISCONFIGURED for a type that no field fits */
export function parameterForm(types: ParameterTypes, { others }: { others: boolean }): ParameterForm {
  const fields = Object.entries(types).map(([name, type]) => fieldOf(name, type));
  const schema = others ? z.object(types).catchall(undeclared) : z.strictObject(types);
  return {
    fields,
    parse(parameters) {
      const parsed = schema.safeParse(parameters ?? {}, { error: sentence });
      if (!parsed.success) throw invalidInput(fieldErrorsOf(parsed.error));
      const entries = Object.entries(parsed.data).filter(([, value]) => value !== undefined);
      if (entries.length > othersMax + fields.length || entries.some(([name]) => name.length > keyMax)) {
        throw invalidInput({ "": [`At most ${othersMax} parameters, with names of at most ${keyMax} characters.`] });
      }
      return Object.fromEntries(entries);
    },
  };
}

/** The text of a field as a parameter; what cannot be read stays as it is typed, and is refused on its field. */
function readText(field: ParameterField | undefined, text: string): unknown {
  if (field?.kind === "number") {
    const number = Number(text.replace(/^[\u2212\u2013]/u, "-"));
    return Number.isFinite(number) ? number : text;
  }
  if (field?.kind === "checkbox") return text === "on" || text === "true";
  if (field?.kind === "time") {
    const time = parseTime(text);
    return time.ok ? time.iso : text;
  }
  return text;
}

/** The parameters behind a form's texts; an empty text leaves its parameter out. */
export function parametersFromText(
  fields: readonly ParameterField[],
  texts: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const parameters: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(texts)) {
    const text = typeof given === "string" ? given.trim() : typeof given === "boolean" ? String(given) : "";
    if (text !== "")
      parameters[name] = readText(
        fields.find((field) => field.name === name),
        text,
      );
  }
  return parameters;
}
