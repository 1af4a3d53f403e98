/** A number with its noun: `1 row`, `1,024 rows`. Where the plural is no added s it is given: `counted(2, "spectrum", "spectra")`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
