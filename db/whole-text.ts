import type { InArgs, InStatement, InValue } from "@libsql/client";

/**
 * Half of a surrogate pair is a character of JavaScript and no text: the native driver stores bytes for it that it cannot
 * read back, and takes the process down when it comes upon them. So the sign for an unknown character goes in instead, on
 * every way into the database. In JSON too, where it is written as an escape that SQLite would turn into such bytes.
 */
export function wholeText(text: string): string {
  const whole = surrogate.test(text) ? text.replace(/\p{Surrogate}/gu, "\ufffd") : text;
  return looksLikeJson.test(whole) && whole.includes("\\u") ? whole.replace(escapes, wholeEscape) : whole;
}

const surrogate = /[\ud800-\udfff]/;
const looksLikeJson = /^\s*["[{]/;
/** Each escape as a whole, so that one after an escaped backslash is not taken for one. */
const escapes = /\\(?:ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|u(d[89a-f][0-9a-f]{2})|.)/gi;
const wholeEscape = (given: string, half: string | undefined): string => (half === undefined ? given : "\\ufffd");

const wholeValue = (value: InValue): InValue => (typeof value === "string" ? wholeText(value) : value);

const wholeArgs = (args: InArgs): InArgs =>
  Array.isArray(args)
    ? args.map(wholeValue)
    : Object.fromEntries(Object.entries(args).map(([name, value]) => [name, wholeValue(value)]));

export const wholeStatement = (statement: InStatement): InStatement =>
  typeof statement === "string" || statement.args === undefined
    ? statement
    : { ...statement, args: wholeArgs(statement.args) };
