const usernameLengthMax = 50;
const groupNameLengthMax = 80;

/** What two spellings of one account name share: Unicode NFKC, trimmed, lower case. Sign-in compares this. */
export const usernameKey = (text: string): string => text.slice(0, 200).normalize("NFKC").trim().toLowerCase();

/** What two spellings of one group name share: NFKC, lower case, runs of spaces as one. */
export const groupNameKey = (text: string): string =>
  text.slice(0, 400).normalize("NFKC").trim().replace(/\s+/gu, " ").toLowerCase();

export type NameCheck = { ok: true; value: string } | { ok: false; problem: string };

/**
 * An account name as typed. Compatibility forms (full-width letters) become plain ones; then only a-z, A-Z, digits, dot,
 * underscore and hyphen are left, beginning with a letter or digit, so that no two accounts can look alike.
 */
export function checkUsername(text: string): NameCheck {
  const value = text.slice(0, 200).normalize("NFKC").trim();
  if (value === "") return { ok: false, problem: "Enter a name." };
  if (value.length > usernameLengthMax) return { ok: false, problem: `At most ${usernameLengthMax} characters.` };
  if (!/^[A-Za-z0-9._-]+$/.test(value)) {
    return { ok: false, problem: "Use the letters a to z, digits, dot, underscore and hyphen." };
  }
  if (!/^[A-Za-z0-9]/.test(value)) return { ok: false, problem: "Begin with a letter or a digit." };
  return { ok: true, value };
}

// Control characters and line breaks, marks that turn the writing direction, other characters that draw nothing.
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}]|\u034f|[\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]/u;

/** A group name: 1 to 80 characters, nothing invisible, no line breaks, nothing that turns the writing direction. */
export function checkGroupName(text: string): NameCheck {
  const value = text
    .slice(0, 4000)
    .normalize("NFC")
    .replace(/\p{Zs}+/gu, " ")
    .trim();
  if (value === "") return { ok: false, problem: "Enter a name." };
  if ([...value].length > groupNameLengthMax) {
    return { ok: false, problem: `At most ${groupNameLengthMax} characters.` };
  }
  if (unseen.test(value)) {
    return { ok: false, problem: "The name contains a character that cannot be seen, or a line break." };
  }
  if (!/[\p{L}\p{N}]/u.test(value)) return { ok: false, problem: "The name needs at least one letter or digit." };
  return { ok: true, value };
}
