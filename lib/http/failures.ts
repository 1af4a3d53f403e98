import { TomError } from "@/lib/core/errors";
import { sizeText } from "@/lib/core/size-text";

/** One sentence for each way a remote service can fail. Nothing the service wrote appears in them. */

export type FailureContext = { service: string; host: string; secrets: readonly string[] };

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;

/** What the log may know of a cause: its kind and code, with secrets blotted out. */
function safeCause(error: unknown, secrets: readonly string[]): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  let text = `${code}: ${error.message}`.slice(0, 300);
  for (const secret of secrets) if (secret.length > 0) text = text.replaceAll(secret, "[secret]");
  return new Error(text);
}

const codeOf = (error: unknown): string => {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string" && error.code !== "") return error.code;
  return "cause" in error ? codeOf(error.cause) : "";
};

export function timedOut({ service, host }: FailureContext, timeoutMs: number): TomError {
  return new TomError("UPSTREAM_FAILED", `${service} did not answer within ${seconds(timeoutMs)}.`, {
    detail: { host, kind: "timeout" },
  });
}

export function circuitOpen({ service, host }: FailureContext, retryAfterS: number): TomError {
  return new TomError("UPSTREAM_FAILED", `${service} has not been answering; it is asked again in ${retryAfterS} s.`, {
    retryAfterS,
    detail: { host, kind: "circuit-open" },
  });
}

export function asksToWait({ service, host }: FailureContext, retryAfterS: number | null, status: number): TomError {
  return retryAfterS === null
    ? new TomError("UPSTREAM_FAILED", `${service} is busy; try again later.`, {
        detail: { host, status, kind: "busy" },
      })
    : new TomError("UPSTREAM_FAILED", `${service} is busy and asks to wait ${retryAfterS} s.`, {
        retryAfterS,
        detail: { host, status, kind: "busy" },
      });
}

export function badStatus({ service, host, secrets }: FailureContext, status: number): TomError {
  const sentence = (): string => {
    if (status === 401 || status === 403) {
      return secrets.length > 0
        ? `${service} refused the credentials (${status}).`
        : `${service} refused the request (${status}).`;
    }
    if (status >= 500) return `${service} answered with an error (${status}).`;
    if (status >= 300 && status < 400) return `${service} answered with a redirect, which is not followed (${status}).`;
    if (status === 404) return `${service} has nothing at that address (404).`;
    return `${service} did not accept the request (${status}).`;
  };
  return new TomError("UPSTREAM_FAILED", sentence(), { detail: { host, status, kind: "status" } });
}

export function notJson({ service, host }: FailureContext): TomError {
  return new TomError("UPSTREAM_FAILED", `${service} answered with something that is not JSON.`, {
    detail: { host, kind: "not-json" },
  });
}

export function notOurHost({ service, host }: FailureContext): TomError {
  return new TomError("INVALID_INPUT", `${service}: this TOM does not call that address.`, {
    detail: { host, kind: "host-not-allowed" },
  });
}

/** A file past its cap: nothing that the service is to blame for. */
export function fileTooLarge({ service, host }: FailureContext, maxBytes: number): TomError {
  const message = `${service} sent more than ${sizeText(maxBytes)}, more than this TOM takes of one file.`;
  return new TomError("LIMIT_EXCEEDED", message, { detail: { host, kind: "too-large" } });
}

/** A failure below HTTP, or in the body. */
export function brokenTransport(context: FailureContext, error: unknown, maxBytes: number): TomError {
  const { service, host, secrets } = context;
  const code = codeOf(error);
  const sentence = (): string => {
    if (code === "ERR_REFUSED_ADDRESS") return `${service}: this TOM does not call private addresses.`;
    if (code === "ERR_BODY_TOO_LARGE") {
      return `${service} sent more than ${Math.max(1, Math.round(maxBytes / 1e6))} MB, more than this TOM reads.`;
    }
    if (code === "ERR_UNKNOWN_ENCODING" || code.startsWith("Z_") || code.startsWith("ERR__ERROR_FORMAT")) {
      return `${service} sent an answer that could not be unpacked.`;
    }
    if (code.startsWith("ERR_TLS") || code.includes("CERT") || code.startsWith("ERR_SSL") || code === "EPROTO") {
      return `${service} could not be reached over a secure connection.`;
    }
    if (code === "UND_ERR_SOCKET" || code === "ECONNRESET" || code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH") {
      return `${service} broke off its answer.`;
    }
    if (code.startsWith("HPE_")) return `${service} answered with something that is not HTTP.`;
    return `${service} could not be reached.`;
  };
  const cause = safeCause(error, secrets);
  return new TomError("UPSTREAM_FAILED", sentence(), {
    ...(cause ? { cause } : {}),
    detail: { host, kind: code === "ERR_REFUSED_ADDRESS" ? "address-refused" : "transport", transportCode: code },
  });
}
