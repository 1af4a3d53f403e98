import type { Actor } from "./actor";
import type { Clock } from "./clock";
import type { Logger } from "./logger";

/** What every act carries, whatever it touches. */
export type BaseContext = {
  actor: Actor;
  requestId: string;
  clock: Clock;
  logger: Logger;
};
