import * as z from "zod";

/**
 * Every event of the house, with the payload that its hook gets. The payload is the committed object whole, written
 * to the outbox in the transaction that changed it.
 */

const targetSnapshot = z.looseObject({ id: z.string(), name: z.string() });

export const eventPayloads = {
  /**
   * A target was created or changed: by page, API, CLI, broker or any other path, once per committed change, after
   * commit, with aliases, extras and groups. Not fired by new photometry, comments, or notes of a handler.
   */
  target_post_save: z.object({ target: targetSnapshot, created: z.boolean() }),
} as const;

export type HookPayloads = { [Name in keyof typeof eventPayloads]: z.infer<(typeof eventPayloads)[Name]> };
export type EventName = keyof typeof eventPayloads;
