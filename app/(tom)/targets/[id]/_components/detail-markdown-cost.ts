/**
 * What Markdown may cost. Reading it takes time that grows with the square of its marks, and what is nested too deep
 * cannot be read at all: one such comment would hold up everybody, or leave its page unreadable.
 */

const mostMarks = 1_000;
const deepest = 50;

/** Characters of all comments of a page that are read as Markdown; some ten milliseconds for a thousand. */
const charactersPerPage = 40_000;

const inlineMarks = /[*_~]+|\[/g;
/** What stands before the text of a line and may open a quotation or a list each. */
const lineStart = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)))*[ \t]*/gm;

/** At most how deep a line can be nested: each quotation and item has a mark, or two blanks where it goes on. */
function depthOf(start: string): number {
  const marks = start.match(/[->+*.)]/g)?.length ?? 0;
  const blanks = start.match(/ |\t/g)?.reduce((sum, one) => sum + (one === "\t" ? 4 : 1), 0) ?? 0;
  return marks + blanks / 2;
}

const isEasy = (text: string): boolean =>
  (text.match(inlineMarks)?.length ?? 0) <= mostMarks &&
  (text.match(lineStart) ?? []).every((start) => depthOf(start) <= deepest);

/** Which of the texts of one page are shown as Markdown; the others are shown as they were written. */
export function shownAsMarkdown(texts: readonly string[]): boolean[] {
  let left = charactersPerPage;
  return texts.map((text) => {
    const is = text.length <= left && isEasy(text);
    if (is) left -= text.length;
    return is;
  });
}
