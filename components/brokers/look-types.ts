import type { LookedBrokerDto, LookUpAnswer, Sighting } from "@/lib/alerts/types";

export type LookedBroker = LookedBrokerDto;

export type KeptAnswer = LookUpAnswer & { brokerId: string; askedAt: string };

/** One object at a broker, or the broker alone where it has none. */
export type LookRow = {
  broker: LookedBroker;
  answer: KeptAnswer | null;
  isAsking: boolean;
  sighting: Sighting | null;
  isFirst: boolean;
  isLinked: boolean;
};
