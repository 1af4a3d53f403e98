/**
 * A decimal number as files write it: "-1.5", ".5", "2.", "1e3". Written so that a text that is none is told in one pass:
 * no two parts of it fit the same digits, and a cell of a million digits holds nobody up.
 */
export const decimalText = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
