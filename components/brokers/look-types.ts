import type { LookedBrokerDto, LookUpAnswer, LookUpPlace, Sighting } from "@/lib/alerts/types";

export type LookedBroker = LookedBrokerDto;

/** `place`: where it was asked, for a name that it does not know. */
export type KeptAnswer = LookUpAnswer & { brokerId: string; askedAt: string; place?: LookUpPlace | null };

/** One object at a broker, or the broker alone where it has none. */
export type LookRow = {
  broker: LookedBroker;
  answer: KeptAnswer | null;
  isAsking: boolean;
  sighting: Sighting | null;
  isFirst: boolean;
  isLinked: boolean;
};
