import { counted } from "@/lib/core/counted";
import type { ServiceState } from "@/lib/http/types";
import type { Wait } from "@/lib/http/waits";

/** Waiting for a broker, in words for people. */

const wholeSeconds = (ms: number): number => Math.max(1, Math.round(ms / 1000));

/** What keeps a broker from being asked right now; null when nothing does. */
export function waitText(name: string, { asksToWaitS, triedAgainInS, waiting }: ServiceState): string | null {
  if (asksToWaitS > 0) return `${name} asks to wait ${asksToWaitS} s.`;
  if (triedAgainInS > 0) return `${name} has not been answering; it is asked again in ${triedAgainInS} s.`;
  if (waiting === 0) return null;
  const requests = counted(waiting, "request is waiting for its", "requests are waiting for their");
  return `${requests} turn at ${name}.`;
}

export function wordsOf({ service, why, ms }: Wait): string {
  switch (why) {
    case "asked":
      return `${service} asks to wait ${wholeSeconds(ms)} s.`;
    case "turn":
      return `Waiting for its turn at ${service}, about ${wholeSeconds(ms)} s.`;
    case "kept":
      return `${service} was asked the same ${wholeSeconds(ms)} s ago; its answer of then is used again.`;
  }
}
