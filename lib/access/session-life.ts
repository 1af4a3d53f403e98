const hourMs = 3_600_000;

/** A session ends so long after sign-in, whatever happens. */
export const sessionAbsoluteMs = 7 * 24 * hourMs;
/** And so long after its last use. */
export const sessionIdleMs = 24 * hourMs;
/** "Last seen" and "last used" are kept to this precision, so that reading pages does not write all the time. */
export const lastSeenStepMs = 60_000;

export const isoBefore = (now: Date, ms: number): string => new Date(now.getTime() - ms).toISOString();
export const isoAfter = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();
