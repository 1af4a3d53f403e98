import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderError } from "@/db/owner";

/** Keys derived from the installation's secret, one a purpose: knowing one tells nothing of the others. */
export type Secrets = {
  /** 32 bytes as hex. */
  derive(purpose: "session" | "internal" | "credentials" | "address" | "webhook"): string;
};

const derived = (secret: string, purpose: string): string =>
  Buffer.from(hkdfSync("sha256", secret, "tom", purpose, 32)).toString("hex");

/** Each key is derived once: every page asks for the one of sessions. */
export function createSecrets(secret: string): Secrets {
  const known = new Map<string, string>();
  return {
    derive(purpose) {
      const key = known.get(purpose) ?? derived(secret, purpose);
      known.set(purpose, key);
      return key;
    },
  };
}

/** TOM_SECRET, or one generated once into the data folder (mode 600). */
export function loadSecret(dataDir: string, given: string | undefined): string {
  if (given) return given;
  const path = join(dataDir, "secret");
  if (existsSync(path)) return readFileSync(path, "utf8").trim();
  const secret = randomBytes(32).toString("hex");
  try {
    writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    throw folderError(dataDir, error);
  }
  return secret;
}

/** Signs what one part of this installation sends another over loopback. */
export const sign = (key: string, text: string): string => createHmac("sha256", key).update(text).digest("hex");

export function isSignature(key: string, text: string, signature: string): boolean {
  const expected = Buffer.from(sign(key, text));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
