import { AsyncLocalStorage } from "node:async_hooks";

/** How old the oldest kept answer is that a piece of work was given, in milliseconds. */
const ages = new AsyncLocalStorage<{ oldestMs: number }>();

export function tellAge(ms: number): void {
  const work = ages.getStore();
  if (work) work.oldestMs = Math.max(work.oldestMs, ms);
}

/** Does the work, and tells how old the oldest answer in it was when it was given: 0 where all were asked for anew. */
export async function withAge<Value>(work: () => Promise<Value>): Promise<{ value: Value; ageMs: number }> {
  const age = { oldestMs: 0 };
  const value = await ages.run(age, work);
  return { value, ageMs: age.oldestMs };
}
