import type { FileType } from "@/lib/data-products/types";

const endings: readonly (readonly [pattern: RegExp, types: readonly string[]])[] = [
  [/\.(png|jpe?g)$/i, ["image", "image_file"]],
  [/\.(fits?|fz)(\.gz)?$/i, ["fits_file", "image"]],
  [/spec/i, ["spectroscopy"]],
  [/\.(csv|tsv|txt|dat|tbl|ipac|vot|votable|xml)(\.gz)?$/i, ["photometry"]],
];

/** What a file most likely is, from its name; a person may say otherwise. */
export function guessType(name: string, types: readonly FileType[]): string {
  const wanted = endings.find(([pattern]) => pattern.test(name))?.[1] ?? ["other"];
  const known = wanted.find((key) => types.some((type) => type.key === key));
  return known ?? types.at(-1)?.key ?? "";
}
