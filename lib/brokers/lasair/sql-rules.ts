/** What Lasair refuses in the parts of a query, so that it is said on the field instead of after a call. */

/** Lengths that the service takes, a little less for what this TOM adds. */
export const mostCharacters = { conditions: 3_500, tables: 1_000, selected: 3_000 };

const forbiddenText = ["#", "/*", "*/", ";", "||", "\\"];

const forbiddenWords = {
  conditions: ["create", "select", "union", "exists", "window", "for", "into", "outfile", "dumpfile"],
  selected: ["create", "select", "from", "where", "join", "inner", "outer", "with", "straight_join", "sleep"],
};

/** Why Lasair would refuse a text, in a sentence; null when it would not. */
export function forbiddenIn(field: "conditions" | "selected", text: string): string | null {
  const sign = forbiddenText.find((one) => text.includes(one));
  if (sign !== undefined) return `Lasair does not allow ${sign} here.`;
  const words = new Set(text.toLowerCase().split(/[\s(){}]+/));
  const word = forbiddenWords[field].find((one) => words.has(one));
  if (word !== undefined) return `Lasair does not allow the word ${word.toUpperCase()} here.`;
  const isPaged = field === "conditions" && /limit|offset/i.test(text);
  return isPaged ? "Say how many in “Stop after”: Lasair does not allow LIMIT and OFFSET here." : null;
}
