import { isTomError, type TomError } from "@/lib/core/errors";
import type { AlertPage, Broker, GenericAlert, PageRequest } from "./contract";

/** One object of a run: what every broker can say, and the broker's own alert, which is what is frozen. */
export type CollectedAlert = { generic: GenericAlert; alert: unknown };

export type Collected = {
  /** One entry for each object, in the broker's order. */
  alerts: readonly CollectedAlert[];
  /** Plain sentences for the person who asked, without repeats. */
  feedback: readonly string[];
  /** What ended the run early; null when it ran to its end. With alerts it is a partial run, without it a failed one. */
  error: TomError | null;
};

// A service that hands out the same page again and again ends the run after this many pages without a new object; pages
// of which a plug-in wants nothing at all are no repetition.
const stalePagesAllowed = 2;
const emptyPagesAllowed = 20;

/**
 * Runs a query page by page until the broker has no more or `maxAlerts` objects are there. Several alerts of one object
 * become one entry. An alert that cannot be described is left out and counted in the feedback; nothing else is lost.
 */
export async function collectAlerts(
  broker: Broker<unknown, unknown>,
  parameters: Readonly<Record<string, unknown>>,
  { maxAlerts, onPage }: { maxAlerts: number; onPage?: (alerts: number) => void },
): Promise<Collected> {
  const entries = new Map<string, CollectedAlert>();
  const feedback = new Set<string>();
  let unreadable = 0;
  let error: TomError | null = null;
  let stalePages = 0;
  let emptyPages = 0;
  let isCut = false;
  let next: PageRequest | null = { cursor: null, wanted: maxAlerts };

  const take = (alert: unknown): void => {
    const generic = broker.toGenericAlert(alert);
    const earlier = entries.get(generic.id);
    if (!earlier && entries.size >= maxAlerts) {
      isCut = true;
      return;
    }
    const merged = earlier && broker.mergeAlerts ? broker.mergeAlerts(earlier.alert, alert) : alert;
    entries.set(generic.id, { generic: broker.toGenericAlert(merged), alert: merged });
  };

  while (
    next !== null &&
    entries.size < maxAlerts &&
    stalePages < stalePagesAllowed &&
    emptyPages < emptyPagesAllowed
  ) {
    let page: AlertPage<unknown>;
    try {
      page = await broker.fetchAlerts(parameters, { cursor: next.cursor, wanted: maxAlerts - entries.size });
    } catch (thrown) {
      if (!isTomError(thrown)) throw thrown;
      error = thrown;
      break;
    }
    const before = entries.size;
    for (const alert of page.alerts) {
      try {
        take(alert);
      } catch {
        unreadable += 1;
      }
    }
    if (page.feedback) feedback.add(page.feedback);
    const isEmpty = page.alerts.length === 0;
    emptyPages = isEmpty ? emptyPages + 1 : 0;
    if (!isEmpty) stalePages = entries.size > before ? 0 : stalePages + 1;
    onPage?.(entries.size);
    next = page.next;
  }
  if (isCut || (next !== null && entries.size >= maxAlerts)) {
    const came =
      maxAlerts === 1
        ? "1 alert that was asked for at most has come"
        : `${maxAlerts} alerts that were asked for at most have come`;
    feedback.add(`There may be more: the ${came}.`);
  }
  if (next !== null && error === null && entries.size < maxAlerts) {
    feedback.add("The pages brought nothing new any more, so no further one was asked for: there may be more.");
  }
  if (unreadable === 1) feedback.add("1 alert could not be read and was left out.");
  if (unreadable > 1) feedback.add(`${unreadable} alerts could not be read and were left out.`);
  if (error) feedback.add(error.message);
  return { alerts: [...entries.values()], feedback: [...feedback], error };
}
