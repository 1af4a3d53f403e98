import type { TomConfig } from "@/lib/config/types";

const usualTypes: readonly (readonly [form: RegExp, key: string])[] = [
  [/\.(fits?|fts)(\.(fz|gz))?$/i, "fits_file"],
  [/\.(png|jpe?g)$/i, "image"],
];

/**
 * As what a file of a facility is kept when nobody says: FITS as `fits_file`, pictures as `image`, where tom.config.ts has
 * these types; everything else as `other`, or as the first type that nothing reads. Tables are not guessed: what is in
 * them is read when a person says what it is.
 */
export function typeOfFile(dataProducts: TomConfig["dataProducts"], filename: string): string {
  const usual = usualTypes.find(([form]) => form.test(filename))?.[1] ?? "other";
  const keys = Object.keys(dataProducts);
  const unread = keys.find((key) => dataProducts[key]?.processor === null);
  return [usual, "other"].find((key) => keys.includes(key)) ?? unread ?? keys[0] ?? "other";
}
