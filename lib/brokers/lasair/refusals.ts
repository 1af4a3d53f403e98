import * as z from "zod";
import { TomError } from "@/lib/core/errors";
import { manifest } from "./query";

/**
 * Lasair says what is wrong with a query in a text with markup and the whole SQL in it. What a person needs of it is
 * said in our words; of the text itself only names are repeated, and only those that look like names.
 */

const reasons: readonly [RegExp, (match: RegExpExecArray) => string][] = [
  [/Unknown column '([\w.]{1,80})'/, ([, name]) => `does not know the column ${name}`],
  [
    /Unknown table '([\w.]{1,80})'|Table '([\w.]{1,80})' doesn't exist/,
    ([, a, b]) => `does not know the table ${a ?? b}`,
  ],
  [
    /Cannot use (?:the word )?([A-Z_]{2,20}|[#;|*/\\]{1,2}) in the (SELECT|WHERE)/,
    ([, what]) => `does not allow ${what}`,
  ],
  [
    /permission to access (watchlist|watchmap) (\d{1,9})/,
    ([, kind, id]) => `does not let this account use ${kind} ${id}`,
  ],
  [/Error in FROM list/, () => "does not understand the list of tables"],
  [/error in your SQL syntax/i, () => "found a mistake in the SQL"],
  [
    /maximum statement execution time|max_statement_time|Query execution was interrupted/i,
    () => "took too long over it",
  ],
];

const errorShape = z.object({ error: z.string().max(20_000) });

/** The `error` of an answer, which may come with status 200; null when there is none. */
export function errorOf(value: unknown): string | null {
  const parsed = errorShape.safeParse(value);
  return parsed.success ? parsed.data.error : null;
}

/** Fields that a refusal is about, among those that were sent. */
function fieldsIn(value: unknown, sent: readonly string[]): string[] {
  return typeof value === "object" && value !== null ? Object.keys(value).filter((name) => sent.includes(name)) : [];
}

export function refused(value: unknown, sent: readonly string[], status: number): TomError {
  const text = errorOf(value) ?? "";
  const reason = reasons.flatMap(([pattern, words]) => {
    const match = pattern.exec(text);
    return match ? [words(match)] : [];
  })[0];
  const fields = fieldsIn(value, sent);
  const about = fields.length > 0 ? fields.join(", ") : "the request";
  const sentence =
    reason === undefined ? `did not accept ${about} (${status})` : `did not accept the query: it ${reason}`;
  return new TomError("UPSTREAM_FAILED", `${manifest.name} ${sentence}.`, { detail: { status, kind: "refused" } });
}
