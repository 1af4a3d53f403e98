import { usernameKey } from "./names";

export const passwordLengthMin = 10;
export const passwordLengthMax = 200;

// Words that the known lists of guessed passwords are built on; digits and signs around them do not help.
const commonWords = new Set([
  "password",
  "passwort",
  "passw0rd",
  "p@ssword",
  "p@ssw0rd",
  "motdepasse",
  "contrasena",
  "qwerty",
  "qwertyuiop",
  "qwertz",
  "azerty",
  "asdfghjkl",
  "zxcvbnm",
  "letmein",
  "welcome",
  "willkommen",
  "admin",
  "administrator",
  "changeme",
  "changeit",
  "iloveyou",
  "monkey",
  "dragon",
  "football",
  "baseball",
  "superman",
  "batman",
  "princess",
  "sunshine",
  "master",
  "trustno",
  "starwars",
  "whatever",
  "default",
  "secret",
  "access",
  "login",
  "astronomy",
  "astronomer",
  "telescope",
  "qazwsx",
  "qazwsxedc",
  "abc",
  "abcdefghij",
  "abcdefgh",
  "test",
  "testtest",
  "passwordpassword",
  "adminadmin",
  "correcthorsebatterystaple",
]);
const runs = [
  "01234567890123456789",
  "98765432109876543210",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
];

/** The form that is hashed: the same keys on two keyboards may give different Unicode. */
export const normalPassword = (password: string): string => password.normalize("NFKC");

/** Why a password cannot be taken, as a sentence; null when it can. */
export function passwordProblem(password: string, username: string): string | null {
  if (password.length > passwordLengthMax) return `At most ${passwordLengthMax} characters.`;
  const plain = normalPassword(password).toLowerCase();
  if ([...plain].length < passwordLengthMin) return `At least ${passwordLengthMin} characters.`;
  if (new Set(plain).size < 4) return "Use more than a few different characters.";
  const core = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  const name = usernameKey(username);
  if (name !== "" && (plain === name || core === name)) return "Not your own name.";
  if (commonWords.has(core) || commonWords.has(plain)) return "This password is among the first that are guessed.";
  if (runs.some((run) => run.includes(plain))) return "This password is among the first that are guessed.";
  return null;
}
