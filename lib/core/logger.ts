import pino from "pino";
import { isTomError } from "./errors";
import { readableLine } from "./log-lines";

/** What everything below the doors logs with; JSON lines on stdout, readable ones where that is a terminal. */
export interface Logger {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

const secretPaths = [
  "password",
  "token",
  "secret",
  "authorization",
  "cookie",
  "apiKey",
  "api_key",
  "passwordHash",
  "secretHash",
];

const isUpstream = (error: unknown): boolean => isTomError(error) && error.code === "UPSTREAM_FAILED";

/** A service outside that fails is nothing that a stack explains: what it did, at which host, and why. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (!isTomError(error) || !isUpstream(error)) return pino.stdSerializers.err(error);
  const reason = error.cause instanceof Error ? error.cause.message : undefined;
  return { type: error.name, code: error.code, message: error.message, ...error.detail, ...(reason ? { reason } : {}) };
}

/** Where lines go; the process's standard output unless a test says otherwise. */
export type LogOutput = { isTTY?: boolean | undefined; write(text: string): unknown };

export function createLogger(level: string, output?: LogOutput): Logger {
  const target = output ?? process.stdout;
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretPaths.flatMap((path) => [path, `*.${path}`, `*.*.${path}`]), censor: "[secret]" },
    serializers: { err: describeError },
  };
  const log = target.isTTY
    ? pino(options, { write: (line: string) => void target.write(`${readableLine(line)}\n`) })
    : output
      ? pino(options, output as pino.DestinationStream)
      : pino(options);
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    // Whoever catches everything cannot tell: a failure outside is a warning, wherever it is noticed.
    error: (fields, message) => (isUpstream(fields.err) ? log.warn(fields, message) : log.error(fields, message)),
  };
}

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
