/** A number from text, with any minus sign; what is no number stays typed and becomes NaN, which the schema refuses. */
export const numberOf = (text: unknown, whenEmpty: null | undefined): number | null | undefined => {
  if (typeof text === "number" || text === null || text === undefined) return text ?? whenEmpty;
  const plain = String(text)
    .trim()
    .replace(/[\u2212\u2013]/gu, "-");
  return plain === "" ? whenEmpty : Number(plain);
};
