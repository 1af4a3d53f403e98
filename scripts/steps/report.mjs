/** What the commands say: one line a step, with its time. */

export const say = (line) => process.stdout.write(`${line}\n`);

/** @param {string} what @param {number} sinceMs from performance.now() */
export const sayStep = (what, sinceMs) =>
  say(`${what.padEnd(28)} ${((performance.now() - sinceMs) / 1000).toFixed(2).padStart(7)} s`);

/**
 * Ends the process with one line, after what a failed child said.
 * @param {unknown} error
 */
export function endWith(error) {
  const output = error?.output?.trim();
  if (output) process.stderr.write(`${output}\n`);
  process.stderr.write(`tom: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
