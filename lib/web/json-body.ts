import { invalidInput, type TomError } from "@/lib/core/errors";

/** More fields than this in one object are no request of ours; judging each of them by name would hold up everybody. */
export const fieldsAtMost = 1000;

export const unknownName = (name: string): TomError => invalidInput({ [name]: [`There is no field "${name}".`] });

/**
 * The value of a JSON body. @throws INVALID_INPUT for what is empty, no JSON, or has an object with too many fields or
 * with a field `__proto__`, which the schemas would pass over without a word
 */
export function jsonOf(text: string): unknown {
  if (text.trim() === "") throw invalidInput({ "": ["The body is empty; JSON is expected."] });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidInput({ "": ["The body is not JSON."] });
  }
  checkFields(value);
  return value;
}

/** Not by recursion: a body may be nested more deeply than the stack is. */
function checkFields(value: unknown): void {
  const left: object[] = isHolder(value) ? [value] : [];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (!Array.isArray(one)) checkNames(Object.keys(one));
    for (const held of Object.values(one)) if (isHolder(held)) left.push(held);
  }
}

const isHolder = (value: unknown): value is object => typeof value === "object" && value !== null;

function checkNames(names: readonly string[]): void {
  if (names.length > fieldsAtMost)
    throw invalidInput({ "": [`An object may have at most ${fieldsAtMost} fields; one here has ${names.length}.`] });
  if (names.includes("__proto__")) throw unknownName("__proto__");
}
