const secretBytes = 32;

/** Random 256 bits as base64url: what a session or a token is known by. Only its hash is stored. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(secretBytes));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** SHA-256 as hex. Enough for 256 random bits; passwords take `passwords.ts`. */
export async function hashSecret(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const apiTokenMark = "tom_";
const apiTokenShape = /^tom_[A-Za-z0-9_-]{43}$/;

export const newApiToken = (): string => `${apiTokenMark}${newSecret()}`;
export const isApiToken = (text: string): boolean => apiTokenShape.test(text);

/** Enough to recognise a token in a list, not enough to use it. */
export const apiTokenPrefix = (token: string): string => token.slice(0, apiTokenMark.length + 6);
