/**
 * The one error family. A `TomError` carries a code from a closed list, a sentence for the person who asked, and
 * (only for the log) its cause. Remote text, SQL and stacks stay in `cause` and never reach a person.
 */
export const errorCodes = [
  "INVALID_INPUT",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "NOT_FOUND",
  "CONFLICT",
  "LIMIT_EXCEEDED",
  "UPSTREAM_FAILED",
  "BAD_MESSAGE",
  "MISCONFIGURED",
  "INTERNAL",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Field path (dots between parts, empty for the whole form) -> what is wrong there. */
export type FieldErrors = Record<string, string[]>;

type Options = {
  cause?: unknown;
  fieldErrors?: FieldErrors;
  /** For LIMIT_EXCEEDED and UPSTREAM_FAILED: when to try again. */
  retryAfterS?: number;
  /** Facts for the log only. */
  detail?: Record<string, unknown>;
};

export class TomError extends Error {
  readonly code: ErrorCode;
  readonly fieldErrors: FieldErrors | undefined;
  readonly retryAfterS: number | undefined;
  readonly detail: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, options: Options = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "TomError";
    this.code = code;
    this.fieldErrors = options.fieldErrors;
    this.retryAfterS = options.retryAfterS;
    this.detail = options.detail;
  }
}

// Next loads a module more than once in one process, so class identity is not enough.
export function isTomError(error: unknown): error is TomError {
  return error instanceof TomError || (error instanceof Error && error.name === "TomError" && "code" in error);
}

export const notFound = (what: string): TomError =>
  new TomError("NOT_FOUND", `No such ${what}, or not visible to you.`);

export const invalidInput = (fieldErrors: FieldErrors, message?: string): TomError => {
  const first = Object.values(fieldErrors)[0]?.[0];
  return new TomError("INVALID_INPUT", message ?? first ?? "Some fields are not right.", { fieldErrors });
};

/** Everything that is wrong with what an operator wrote, in one sentence; `messageLines` gives each a line. */
export const notRight = (what: string, problems: readonly string[]): TomError =>
  new TomError("MISCONFIGURED", `${what} is not right: ${problems.map((one) => one.replace(/\.$/, "")).join("; ")}.`, {
    detail: { what, problems },
  });

/** What an error says, for where there are lines: several problems of `notRight` each on its own. */
export function messageLines({ message, detail }: TomError): string[] {
  const problems: unknown = detail?.problems;
  if (!Array.isArray(problems) || problems.length < 2) return [message.replace(/\s*\n\s*/g, " ")];
  return [`${detail?.what} is not right:`, ...problems.map((one) => `  ${one}`)];
}

/**
 * Texts by field, in their order, each once, at most `most` a field. A Map holds them: a field may have any name that a
 * sender thinks of, also one that every object has by itself.
 */
export function gatherFieldErrors(found: Iterable<readonly [field: string, message: string]>, most = 5): FieldErrors {
  const byField = new Map<string, string[]>();
  for (const [field, message] of found) {
    const texts = byField.get(field) ?? [];
    if (texts.length < most && !texts.includes(message)) byField.set(field, [...texts, message]);
  }
  return Object.fromEntries(byField);
}
