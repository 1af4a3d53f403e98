import type { RegisteredBroker } from "@/lib/brokers/registry";
import type { Clock } from "@/lib/core/clock";

/**
 * What the work learns from a broker, with when that was asked: an answer that was kept from an earlier question carries
 * the time of that one, of several the oldest. ISO 8601 UTC.
 */
export async function datedAnswer<Answer extends object>(
  broker: RegisteredBroker,
  clock: Clock,
  work: () => Promise<Answer>,
): Promise<Answer & { askedAt: string }> {
  const { value, ageMs } = await broker.withAge(work);
  return { ...value, askedAt: new Date(clock.now().getTime() - ageMs).toISOString() };
}
