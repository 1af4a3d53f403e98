import { TomError } from "@/lib/core/errors";

/** Places for requests that take much memory or room while they are under way. */
export type Places = {
  /** Takes one for a person; the answer gives it back. @throws LIMIT_EXCEEDED when there is none */
  take(userPk: number): () => void;
};

type Options = {
  /** For one person. */
  each: number;
  /** For all together; without it there is no such limit. */
  all?: number;
  /** "uploads": what the refusals call them. */
  what: string;
};

export function createPlaces({ each, all = Number.POSITIVE_INFINITY, what }: Options): Places {
  const held = new Map<number, number>();
  let together = 0;
  const refuse = (message: string): never => {
    throw new TomError("LIMIT_EXCEEDED", message, { retryAfterS: 10 });
  };
  return {
    take(userPk) {
      const own = held.get(userPk) ?? 0;
      if (own >= each) refuse(`${each} of your ${what} are under way: wait for one to end.`);
      if (together >= all) refuse(`Too many ${what} are under way: try again in a moment.`);
      held.set(userPk, own + 1);
      together += 1;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        together -= 1;
        const left = (held.get(userPk) ?? 1) - 1;
        if (left > 0) held.set(userPk, left);
        else held.delete(userPk);
      };
    },
  };
}
