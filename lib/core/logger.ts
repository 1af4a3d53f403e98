import pino from "pino";

/** What everything below the doors logs with; JSON lines on stdout. */
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

export const createLogger = (level: string): Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretPaths.flatMap((path) => [path, `*.${path}`, `*.*.${path}`]), censor: "[secret]" },
    serializers: { err: pino.stdSerializers.err },
  });

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
