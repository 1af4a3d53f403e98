import type { LookedBrokerDto, LookUpAnswer, LookUpPlace, Sighting } from "@/lib/alerts/types";

export type LookedBroker = LookedBrokerDto;

/**
 * `askedAt` is null where the question did not get out of this TOM. `place`: where it was asked, for a name that it does
 * not know.
 */
export type KeptAnswer = LookUpAnswer & { brokerId: string; askedAt: string | null; place?: LookUpPlace | null };

/** How one found object stands to the target, where that is known and not as the server first said. */
export type LinkState =
  | { state: "busy" | "linked" | "unlinked" }
  /** Why, in a sentence. */
  | { state: "failed"; why: string };

/** One object at a broker, or the broker alone where it has none. */
export type LookRow = {
  key: string;
  broker: LookedBroker;
  answer: KeptAnswer | null;
  isAsking: boolean;
  sighting: Sighting | null;
  isFirst: boolean;
  isLinked: boolean;
  /** It is taken for the object itself, not for a neighbour (`ownSightings`). */
  isOwn: boolean;
  link: LinkState | null;
};

/** `<broker> <alert>`, one for each object that can be linked. */
export const linkKey = (brokerId: string, alertId: string): string => `${brokerId} ${alertId}`;
