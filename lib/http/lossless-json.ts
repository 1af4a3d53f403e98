/**
 * JSON as brokers really send it, without loss: integers beyond 2^53 become text (survey ids), the bare tokens NaN,
 * Infinity and -Infinity and numbers too large for a double (1e400) become null, a `__proto__` key is dropped.
 * Everything else is JSON.parse, which still refuses what is not JSON.
 *
 * @throws SyntaxError when the text is not JSON even then
 */
export function parseLosslessJson(text: string): unknown {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const value: unknown = JSON.parse(needsRewriting.test(source) ? rewrite(source) : source);
  return mayHoldProto.test(source) ? withoutProto(value) : value;
}

// Most replies need no work: sixteen digits in a row, a three-digit exponent or a bare word are the only reasons.
const needsRewriting = /[0-9]{16}|[eE]\+?[0-9]{3}|NaN|Infinity/;
const mayHoldProto = /__proto__|\\u00[567]/i;

const quote = 0x22;
const backslash = 0x5c;
const minus = 0x2d;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
/** 0-9 + - . E e */
const isNumberPart = (code: number): boolean =>
  isDigit(code) || code === 0x2e || code === 0x2b || code === minus || code === 0x45 || code === 0x65;

/** Index just behind the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let close = text.indexOf('"', start + 1);
  while (close !== -1) {
    let before = close - 1;
    while (text.charCodeAt(before) === backslash) before -= 1;
    if ((close - before) % 2 === 1) return close + 1;
    close = text.indexOf('"', close + 1);
  }
  return text.length;
}

const integer = /^-?(?:0|[1-9][0-9]*)$/;

function replacementOf(token: string): string | null {
  if (token.length < 5) return null;
  const value = Number(token);
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
    return integer.test(token) ? `"${token}"` : "null";
  }
  if (token.length >= 16 && !Number.isSafeInteger(value) && integer.test(token)) return `"${token}"`;
  return null;
}

function bareWordAt(text: string, start: number): string | null {
  for (const word of ["NaN", "Infinity", "-Infinity"]) {
    if (text.startsWith(word, start)) return word;
  }
  return null;
}

function rewrite(text: string): string {
  const pieces: string[] = [];
  let copied = 0;
  let at = 0;
  const replace = (from: number, to: number, by: string): void => {
    pieces.push(text.slice(copied, from), by);
    copied = to;
  };
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at);
    } else if (code === 0x4e || code === 0x49 || (code === minus && text.charCodeAt(at + 1) === 0x49)) {
      const word = bareWordAt(text, at);
      if (word) replace(at, at + word.length, "null");
      at += word?.length ?? 1;
    } else if (isDigit(code) || code === minus) {
      let end = at + 1;
      while (end < text.length && isNumberPart(text.charCodeAt(end))) end += 1;
      const by = replacementOf(text.slice(at, end));
      if (by !== null) replace(at, end, by);
      at = end;
    } else {
      at += 1;
    }
  }
  pieces.push(text.slice(copied));
  return pieces.join("");
}

function withoutProto(root: unknown): unknown {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    if (Object.hasOwn(value, "__proto__")) Reflect.deleteProperty(value, "__proto__");
    for (const child of Object.values(value)) open.push(child);
  }
  return root;
}
