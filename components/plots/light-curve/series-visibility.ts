/** Switches one series off or on. */
export function toggle(hidden: ReadonlySet<string>, key: string): string[] {
  const next = new Set(hidden);
  if (!next.delete(key)) next.add(key);
  return [...next];
}

/**
 * Shows one series alone; where it is alone already, everything again. `afterClick`: the first click of a double-click
 * has switched the series off or on, which does not count.
 */
export function isolate(
  all: readonly string[],
  hidden: ReadonlySet<string>,
  key: string,
  afterClick: boolean,
): string[] {
  const others = all.filter((one) => one !== key);
  const othersHidden = others.length > 0 && others.every((one) => hidden.has(one));
  const wasShown = afterClick ? hidden.has(key) : !hidden.has(key);
  return othersHidden && wasShown ? [] : others;
}
