import { AsyncLocalStorage } from "node:async_hooks";

/** Rows of the replies within a piece of work that could not be read: each once, however often somebody looks at it. */
const unread = new AsyncLocalStorage<Set<unknown>>();

export const tellUnread = (row: unknown): void => void unread.getStore()?.add(row);

/** Does the work, and counts the rows that were left out because nobody could read them. */
export async function countingUnread<Value>(work: () => Promise<Value>): Promise<{ value: Value; unread: number }> {
  const rows = new Set<unknown>();
  const value = await unread.run(rows, work);
  return { value, unread: rows.size };
}
