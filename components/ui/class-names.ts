/** Joins the class names that are there; a CSS module's lookup may be undefined. */
export const classNames = (...names: readonly (string | false | null | undefined)[]): string =>
  names.filter(Boolean).join(" ");
