import { isTomError } from "@/lib/core/errors";

const textMax = 300;
const looksInternal =
  /^failed query|\b(select|insert into|update|delete from|pragma)\b.*\b(from|set|values|where)\b|sqlite_|libsql|node_modules|\n\s+at /i;

/**
 * What people are told of a failure: our own sentence, or the first line of what a handler threw. Never a stack, a
 * statement or a driver's message; those are in the log.
 */
export function failureText(error: unknown): string {
  if (isTomError(error)) return cut(error.message);
  if (!(error instanceof Error)) return "It failed without saying why; the log has more.";
  const chain = [error, error.cause].filter((one) => one instanceof Error);
  if (chain.some((one) => looksInternal.test(one.message) || ("code" in one && /^SQLITE_/.test(String(one.code))))) {
    return "Something went wrong on our side. It has been logged.";
  }
  return cut(error.message.trim() === "" ? error.name : error.message);
}

function cut(text: string): string {
  const line = text.split(/[\r\n]/, 1)[0]?.trim() ?? "";
  return line.length > textMax ? `${line.slice(0, textMax - 1)}…` : line;
}
