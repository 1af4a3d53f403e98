/**
 * JSON with integers beyond 2^53 and bare NaN kept: they are read as marked text and written back as they were, so that
 * the stand-in sends what the services send.
 */
const mark = "\u0001";
// A text is passed over whole: a light curve as CSV has such numbers between commas, too.
const textOrWide = /"(?:[^"\\]|\\.)*"|(?<=[:[,]\s*)(?:-?\d{16,}|NaN|-?Infinity)(?=\s*[,\]}])/g;

/** Sent as a bare NaN. */
export const bareNaN = `${mark}NaN`;

/** @param {string} text */
export const parseWide = (text) =>
  JSON.parse(text.replace(textOrWide, (part) => (part.startsWith('"') ? part : `"\\u0001${part}"`)));

/** @param {unknown} value */
export const stringifyWide = (value) => JSON.stringify(value).replace(/"\\u0001(-?\d+|NaN|-?Infinity)"/g, "$1");

/** An id as plain text, whichever way it was read. @param {unknown} id */
export const idText = (id) => String(id).replace(mark, "");
