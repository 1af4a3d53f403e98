import type { BrokerRegistry } from "@/lib/brokers/registry";
import { isTomError } from "@/lib/core/errors";

type Stored = { brokerId: string; schemaVersion: number; parameters: unknown };
type Read = { parameters: Readonly<Record<string, unknown>>; problem: null } | { parameters: null; problem: string };

/** A saved query's parameters as its broker's form reads them now; where it does not, why not, in a sentence. */
export function readStored(brokers: BrokerRegistry, { brokerId, schemaVersion, parameters }: Stored): Read {
  const broker = brokers.find(brokerId);
  if (!broker) return { parameters: null, problem: "This TOM no longer offers the broker of this query." };
  try {
    const stored = (parameters ?? {}) as Record<string, unknown>;
    return { parameters: broker.parseStored({ schemaVersion, parameters: stored }), problem: null };
  } catch (error) {
    const why = isTomError(error) ? error.message : "they could not be read.";
    return {
      parameters: null,
      problem: `The broker's form changed and no longer reads these parameters: ${why} Edit the query to go on.`,
    };
  }
}
