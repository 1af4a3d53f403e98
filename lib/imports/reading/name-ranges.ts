import type { PkRange } from "@/lib/events/emit";

/** Which names of targets an import wrote itself, by their pks: what lies between came from others meanwhile. */
export class NameRanges {
  readonly #own: PkRange[] = [];
  readonly #since: number;

  /** @param since the highest pk before it began */
  constructor(since: number) {
    this.#since = since;
  }

  /** In order; an empty range says nothing. */
  add({ first, last }: PkRange): void {
    if (first <= last) this.#own.push({ first, last });
  }

  ofOthers(highest: number): PkRange[] {
    const bounds = [...this.#own, { first: highest + 1, last: highest }];
    return bounds
      .map(({ first }, index) => ({ first: (this.#own[index - 1]?.last ?? this.#since) + 1, last: first - 1 }))
      .filter(({ first, last }) => first <= last);
  }
}
