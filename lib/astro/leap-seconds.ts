/**
 * [MJD (UTC) from which it holds, TAI − UTC in seconds]. IERS Bulletin C: 28 rows since 1972, the last from 2017-01-01.
 */
export const taiMinusUtcTable: readonly (readonly [mjd: number, seconds: number])[] = [
  [41317, 10],
  [41499, 11],
  [41683, 12],
  [42048, 13],
  [42413, 14],
  [42778, 15],
  [43144, 16],
  [43509, 17],
  [43874, 18],
  [44239, 19],
  [44786, 20],
  [45151, 21],
  [45516, 22],
  [46247, 23],
  [47161, 24],
  [47892, 25],
  [48257, 26],
  [48804, 27],
  [49169, 28],
  [49534, 29],
  [50083, 30],
  [50630, 31],
  [51179, 32],
  [53736, 33],
  [54832, 34],
  [56109, 35],
  [57204, 36],
  [57754, 37],
];

/**
 * Up to this instant the table is known to be complete (IANA tzdata, after Bulletin C); later ones need a newer table.
 */
export const leapSecondsExpireAt = "2027-06-28T00:00:00.000Z";

/** True when the table is past its expiry: times may then be a second off, and an operator should be told. */
export const areLeapSecondsStale = (now: Date): boolean => now.getTime() >= Date.parse(leapSecondsExpireAt);

/** TAI − UTC in seconds at a UTC MJD. Before 1972 UTC ran at another rate: 10 s is given, wrong by up to 10 s. */
export function taiMinusUtcS(utcMjd: number): number {
  let seconds = 10;
  for (const [fromMjd, value] of taiMinusUtcTable) {
    if (utcMjd < fromMjd) break;
    seconds = value;
  }
  return seconds;
}

/** True on a day that ended with 23:59:60 UTC. */
export const hasLeapSecond = (utcMjd: number): boolean => {
  const next = Math.floor(utcMjd) + 1;
  return taiMinusUtcTable.some(([fromMjd], index) => index > 0 && fromMjd === next);
};
