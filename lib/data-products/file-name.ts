const lengthMax = 200;

// Control characters, and those that turn the direction of what follows or cannot be seen.
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * The name of a file as it is shown: what is after its last slash, without what cannot be seen or would mislead the eye.
 * It is never part of a path here.
 */
export function shownFileName(given: string | null | undefined): string {
  const last = (given ?? "").normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const name = last.replace(unseen, "").trim();
  if (/^\.*$/.test(name)) return "unnamed";
  if ([...name].length <= lengthMax) return name;
  const ending = /\.[A-Za-z0-9.]{1,15}$/.exec(name)?.[0] ?? "";
  return `${[...name].slice(0, lengthMax - ending.length - 1).join("")}…${ending}`;
}

/** Names of devices, and what a system may not take at the end of a name. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/** `Content-Disposition: attachment` for a name of any sort: plain ASCII, and the whole in UTF-8 (RFC 6266). */
export function attachmentOf(filename: string): string {
  const safe = device.test(filename) ? `_${filename}` : filename;
  const plain = safe.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%;]/g, "_");
  const coded = encodeURIComponent(safe).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${coded}`;
}
