import * as z from "zod";

/**
 * The one place where what a schema found becomes a sentence for a person or a program. A schema's own message comes
 * first; this is for whatever has none. Modules that hand issues out import this one for its effect.
 */
const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
  date: "a date",
  null: "null",
};

const formats: Readonly<Record<string, string>> = {
  email: "must be an e-mail address",
  url: "must be a full address such as https://example.org",
  datetime: "must be a time such as 2026-01-31T12:00:00Z (ISO 8601)",
  date: "must be a date such as 2026-01-31",
  regex: "is not written as it must be",
};

type Issue = z.core.$ZodRawIssue;

/** What was not given at all. */
const isMissing = (issue: Issue): boolean => issue.input === undefined && issue.code !== "custom";

function sentenceOf(issue: Issue): string {
  if (isMissing(issue)) return "is missing";
  switch (issue.code) {
    case "invalid_type":
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return choice(issue.values.map(String));
    case "too_small":
    case "too_big":
      return sizeSentence(issue);
    case "invalid_format":
      return formats[issue.format] ?? "is not written as it must be";
    case "not_multiple_of":
      return `must be a multiple of ${String(issue.divisor)}`;
    case "unrecognized_keys":
      return `has unknown fields: ${issue.keys.slice(0, 20).map(shortened).join(", ")}`;
    case "invalid_union":
      return "is in none of the forms that are known here";
    case "invalid_key":
      return "has a name that is not allowed here";
    default:
      return "is not right";
  }
}

const shortened = (text: string): string => text.slice(0, 60);

const choice = (values: readonly string[]): string =>
  values.length === 1 ? `must be ${values[0]}` : `must be one of ${values.join(", ")}`;

const units: Readonly<Record<string, [one: string, many: string]>> = {
  string: ["character", "characters"],
  array: ["item", "items"],
  set: ["item", "items"],
  map: ["entry", "entries"],
  file: ["byte", "bytes"],
};

function sizeSentence(issue: Extract<Issue, { code: "too_small" | "too_big" }>): string {
  const isSmall = issue.code === "too_small";
  const limit = String(isSmall ? issue.minimum : issue.maximum);
  const unit = units[issue.origin];
  if (unit === undefined) return `must be ${words(isSmall, issue.inclusive !== false)} ${limit}`;
  if (isSmall && limit === "1") return "must not be empty";
  return `must have ${isSmall ? "at least" : "at most"} ${limit} ${unit[limit === "1" ? 0 : 1]}`;
}

function words(isSmall: boolean, inclusive: boolean): string {
  if (isSmall) return inclusive ? "at least" : "more than";
  return inclusive ? "at most" : "less than";
}

z.config({ customError: sentenceOf });
