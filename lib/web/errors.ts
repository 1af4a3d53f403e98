import "@/lib/core/sentences";
import * as z from "zod";
import { type ErrorCode, type FieldErrors, gatherFieldErrors, isTomError, TomError } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/logger";

/** What leaves the house when something went wrong: code, a sentence, fields, and the id under which the log has more. */
export type ErrorBody = {
  code: ErrorCode;
  message: string;
  fieldErrors?: FieldErrors;
  requestId: string;
  detail?: unknown;
};

const statuses: Record<ErrorCode, number> = {
  INVALID_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  LIMIT_EXCEEDED: 429,
  UPSTREAM_FAILED: 502,
  BAD_MESSAGE: 422,
  MISCONFIGURED: 503,
  INTERNAL: 500,
};

export const httpStatus = (code: ErrorCode): number => statuses[code];

/** Any thrown thing as the one error family. What was not foreseen becomes INTERNAL, with its cause kept for the log. */
export function toTomError(error: unknown): TomError {
  if (isTomError(error)) return error;
  if (error instanceof z.ZodError) return fromZod(error);
  const code = sqliteCode(error);
  if (/FULL/.test(code))
    return new TomError("MISCONFIGURED", "The server's disk is full: nothing was stored. Reading still works.", {
      cause: error,
    });
  if (/READONLY|CANTOPEN|IOERR/.test(code))
    return new TomError("MISCONFIGURED", "The server cannot write to its disk: nothing was stored.", { cause: error });
  return new TomError("INTERNAL", "Something went wrong on our side. It has been logged under this id.", {
    cause: error,
  });
}

function sqliteCode(error: unknown): string {
  for (let e: unknown = error, depth = 0; e instanceof Error && depth < 5; e = e.cause, depth++) {
    if ("code" in e && typeof e.code === "string" && e.code.startsWith("SQLITE_")) return e.code;
  }
  return "";
}

const fieldOf = (path: readonly PropertyKey[]): string => path.map(String).join(".");

function fromZod(error: z.ZodError): TomError {
  const fieldErrors = gatherFieldErrors(
    error.issues
      .slice(0, 200)
      .flatMap((issue): [string, string][] =>
        issue.code === "unrecognized_keys"
          ? issue.keys
              .slice(0, 20)
              .map((key) => [fieldOf([...issue.path, key]), `There is no field "${key.slice(0, 60)}".`])
          : [[fieldOf(issue.path), issue.message]],
      ),
  );
  const [field, texts] = Object.entries(fieldErrors)[0] ?? ["", []];
  const message = field === "" ? (texts[0] ?? "The input is not right.") : `${field}: ${texts[0] ?? "not right"}`;
  return new TomError("INVALID_INPUT", message, { fieldErrors });
}

export function errorBody(error: TomError, requestId: string): ErrorBody {
  return {
    code: error.code,
    message: error.message,
    requestId,
    ...(error.fieldErrors ? { fieldErrors: error.fieldErrors } : {}),
    ...(error.detail && "current" in error.detail ? { detail: { current: error.detail.current } } : {}),
  };
}

/** Of a service outside the log wants host and reason, which the error holds; of our own faults what is behind them. */
function aboutCause(error: TomError): { err?: unknown } {
  if (error.code === "UPSTREAM_FAILED") return { err: error };
  return error.cause === undefined ? {} : { err: error.cause };
}

/** Once a request: expected refusals at debug, outside failures as warnings, our own faults as errors. */
export function logOutcome(logger: Logger, name: string, requestId: string, error: TomError): void {
  const fields = {
    door: name,
    requestId,
    code: error.code,
    ...aboutCause(error),
  };
  if (error.code === "INTERNAL" || error.code === "MISCONFIGURED") logger.error(fields, error.message);
  else if (error.code === "UPSTREAM_FAILED" || error.code === "BAD_MESSAGE") logger.warn(fields, error.message);
  else logger.debug(fields, error.message);
}
