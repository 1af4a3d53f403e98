import { isTomError, messageLines } from "@/lib/core/errors";

type SystemError = Error & { code: string };

const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && "code" in error && typeof error.code === "string";

/** What cannot be listened on, as a sentence; null when the error is something else. */
function listenFailure(error: SystemError, at: { port: number; host: string }): string | null {
  const address = `${at.host}:${at.port}`;
  if (error.code === "EADDRINUSE") return `port ${at.port} is in use on ${at.host}; set PORT to another one`;
  if (error.code === "EACCES") return `not allowed to listen on ${address}; ports below 1024 need a privilege`;
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
    return `${at.host} is not an address of this machine`;
  return null;
}

/**
 * One line for a failure that an operator can mend (configuration, port, folder, second owner); where several things
 * are wrong, a line for each below it. Null for anything else: that is a defect, and is shown with its stack.
 */
export function startFailureText(error: unknown, at: { port: number; host: string } | null): string | null {
  if (isTomError(error) && (error.code === "MISCONFIGURED" || error.code === "CONFLICT")) {
    return `tom: ${messageLines(error).join("\n")}`;
  }
  if (at !== null && isSystemError(error)) {
    const line = listenFailure(error, at);
    if (line !== null) return `tom: ${line}`;
  }
  return null;
}
