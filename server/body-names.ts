/**
 * How many names of fields the body of a form or an action may have: decoding an action costs more than in proportion to
 * them, for somebody who is not signed in too. A paste of a megabyte is one field.
 */
export const namesMax = 20_000;

/** Whether a body sent to this address is decoded before anybody asks who sent it. The API looks at its sender first. */
export const isDecodedUnasked = (url: string): boolean => !/^\/+api\/v1(\/|$)/.test(url.split("?")[0] ?? "");

const [quote, colon, tab, lineFeed, carriageReturn, space] = [0x22, 0x3a, 0x09, 0x0a, 0x0d, 0x20];

/** Counts `"name":` over the pieces of a body, however they are cut. An escaped quote counts too: that errs on the safe side. */
export function nameCounter(): (chunk: Uint8Array) => number {
  let count = 0;
  let isBehindQuote = false;
  return (chunk) => {
    for (const byte of chunk) {
      if (byte === quote) isBehindQuote = true;
      else if (isBehindQuote && byte === colon) {
        count += 1;
        isBehindQuote = false;
      } else if (byte !== space && byte !== tab && byte !== lineFeed && byte !== carriageReturn) isBehindQuote = false;
    }
    return count;
  };
}
