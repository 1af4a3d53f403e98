/** What a browser remembers about the look. Cookies, because the server renders them and nothing flashes. */
export const themes = ["system", "light", "dark", "night"] as const;
export type Theme = (typeof themes)[number];
export const themeCookie = "theme";

export const rails = ["open", "collapsed"] as const;
export type Rail = (typeof rails)[number];
export const railCookie = "rail";

export const themeFrom = (value: string | undefined): Theme => themes.find((theme) => theme === value) ?? "system";

export const railFrom = (value: string | undefined): Rail => rails.find((rail) => rail === value) ?? "open";

const yearS = 31_536_000;

type CookieJar = { cookie: string };

/**
 * Stores a choice for a year; readable by scripts on purpose, it holds no secret. The Cookie Store API would do, but not
 * on plain http, where a TOM on a mountain's own network often lives.
 */
export function remember(name: string, value: string, jar: CookieJar = document): void {
  jar.cookie = `${name}=${value}; path=/; max-age=${yearS}; samesite=lax`;
}
