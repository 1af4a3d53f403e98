const firstMs = 60_000;
const mostMs = 86_400_000;

/** How long a schedule waits after so many failures in a row before its next time counts: from a minute, doubled each time, up to a day. */
export const failureWaitMs = (failures: number): number =>
  failures <= 0 ? 0 : Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 20));

/** After so many failures in a row the owner is told. */
export const failuresToTell = 3;
