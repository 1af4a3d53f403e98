import { checkName } from "@/lib/astro/names";

export const usernameLengthMax = 50;
export const groupNameLengthMax = 80;

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

/** A group name: 1 to 80 characters, nothing invisible, no line breaks, nothing that turns the writing direction. */
export function checkGroupName(text: string): NameCheck {
  const checked = checkName(text.replace(/[^\S\r\n]+/gu, " "));
  if (!checked.ok) return { ok: false, problem: `${checked.message}.` };
  if ([...checked.value].length > groupNameLengthMax) {
    return { ok: false, problem: `At most ${groupNameLengthMax} characters.` };
  }
  return { ok: true, value: checked.value };
}
