/** The one clock. Commands and engines take it from their context, so that tests can set the time. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

export const fixedClock = (iso: string): Clock => ({ now: () => new Date(iso) });

/** ISO 8601 in UTC with milliseconds, the form in which instants are stored. */
export const nowIso = (clock: Clock = systemClock): string => clock.now().toISOString();
