import type { RoomAt, WorkItem } from "./work";

/** Counts who asks which host. Nobody in particular, an empty host, is asked by any number. */
export class HostRooms {
  readonly #held = new Map<string, number>();

  constructor(items: readonly WorkItem[]) {
    this.take(items);
  }

  take(items: readonly WorkItem[]): void {
    for (const { host } of items) this.#held.set(host, (this.#held.get(host) ?? 0) + 1);
  }

  roomFor(perHost: number | undefined): RoomAt {
    return (host) =>
      host === "" || perHost === undefined ? Number.POSITIVE_INFINITY : perHost - (this.#held.get(host) ?? 0);
  }
}
