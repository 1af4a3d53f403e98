const nowhere = "http://return-to.invalid";

/**
 * Where to go after sign-in: a path of this site with its query, as given in an address that anybody could have written.
 * Everything that a browser could take for another site, and the sign-in pages themselves, become "/".
 */
export function safeReturnTo(given: string | null | undefined): string {
  if (!given || given.length > 2000 || !given.startsWith("/")) return "/";
  // Browsers drop tabs and line breaks from addresses and read a backslash as a slash.
  if (/[\\\p{Cc}\p{Cf}\p{Z}]/u.test(given)) return "/";
  if (!URL.canParse(given, nowhere)) return "/";
  const url = new URL(given, nowhere);
  if (url.origin !== nowhere || url.username !== "" || url.pathname.startsWith("//")) return "/";
  if (/^\/(?:sign-in|sign-out|api)(?:\/|$)/i.test(url.pathname)) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}
