import { createHash } from "node:crypto";
import type { UnsentRow } from "@/lib/jobs/work";

/** The event that calls for a row of a lane: `tom/hook/<hook>/<handler>`, `tom/job/<kind>`. */
export const eventOf = (lane: string): string => `tom/${lane.replace(":", "/")}`;

/**
 * One sending of a row. Its id counts the sendings: an event that was accepted and lost would otherwise keep the next
 * one away for a day.
 */
export function toEvent({ id, lane, host, key, sends }: UnsentRow) {
  const sending = `${key}/${sends + 1}`;
  return { id: sending, name: eventOf(lane), data: { id, key: sending, host: aliasOf(host, id) } };
}

/** Tells hosts apart without naming them; a row that asks nobody is alone with itself. */
const aliasOf = (host: string, id: string): string =>
  host === "" ? id : createHash("sha256").update(host).digest("base64url").slice(0, 22);
