import { isIP } from "node:net";
import * as z from "zod";

/** How the values of environment variables are written. A blank value never gets here: it counts as not set. */
export const text = z.string().trim().max(4000);

export const integer = (min: number, max: number) =>
  z
    .string()
    .trim()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be from ${min} to ${max}`);

/** Whole bytes; powers of 1024 by letter: 2G, 500M. */
export const bytes = text
  .regex(/^\d{1,15}[KMGT]?$/i, "must be a number of bytes, for example 2147483648 or 2G")
  .transform((v) => {
    const power = " KMGT".indexOf(v.at(-1)?.toUpperCase() ?? "");
    const size = power > 0 ? Number(v.slice(0, -1)) * 1024 ** power : Number(v);
    return Math.min(size, Number.MAX_SAFE_INTEGER);
  });

export const onOff = z.enum(["0", "1"], "must be 0 or 1").transform((v) => v === "1");

export const parts = (v: string): string[] =>
  v
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** A comma list in which each entry is looked at; the complaint names the first that is wrong. */
const listOf = (isRight: (entry: string) => boolean, what: string) =>
  text.transform(parts).superRefine((entries, context) => {
    const wrong = entries.find((entry) => !isRight(entry));
    if (wrong !== undefined) context.addIssue({ code: "custom", message: `${wrong} is not ${what}` });
  });

/** Says which entries of a comma list name nothing that there is; null when each does. */
export function unknownIn(value: string, known: readonly string[], what: string): string | null {
  const unknown = parts(value).filter((entry) => !known.includes(entry));
  return unknown.length === 0 ? null : `no ${what} is called ${unknown.join(", ")}; there is ${known.join(", ")}`;
}

/** A comma list of names, each of which there must be. */
export const listAmong = (known: readonly string[], what: string) =>
  text
    .superRefine((value, context) => {
      const message = unknownIn(value, known, what);
      if (message !== null) context.addIssue({ code: "custom", message });
    })
    .transform(parts);

function isNetwork(entry: string): boolean {
  const [address = "", bits, ...rest] = entry.split("/");
  const widest = isIP(address) === 6 ? 128 : 32;
  const isWidth = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest);
  return isIP(address) !== 0 && isWidth && rest.length === 0;
}

/** Addresses, or networks in CIDR form. */
export const networks = listOf(isNetwork, "an address or a network such as 10.0.0.0/8");

/** `host:port`, IPv6 in brackets. */
export const hostsAndPorts = listOf(
  (entry) => /^(\[[0-9a-f:.]+\]|[^\s/:[\]@]+):\d{1,5}$/i.test(entry),
  "host:port, for example 127.0.0.1:8080",
);

const hasScheme = (v: string, schemes: RegExp): boolean => URL.canParse(v) && schemes.test(new URL(v).protocol);

export const url = text.refine((v) => hasScheme(v, /^https?:$/), "must be an address such as https://tom.example.org");

export const databaseUrl = text.refine(
  (v) => /^file:./.test(v) || hasScheme(v, /^(https?|libsql):$/),
  "must be file:, http://, https:// or libsql:// and where the database is",
);

export const smtpUrl = text.refine((v) => hasScheme(v, /^smtps?:$/) && new URL(v).hostname !== "", {
  message: "must be smtp://host:port or smtps://user:password@host:port",
});

export const mailbox = text.refine((v) => z.email().safeParse(/<([^<>]+)>$/.exec(v)?.[1] ?? v).success, {
  message: "must be an address such as tom@example.org or My TOM <tom@example.org>",
});

/** Null = off. */
export const rate = text
  .regex(/^(0|\d+\/\d+)$/, "must be 0 (off) or <burst>/<per second>, for example 2000/200")
  .transform((v) => {
    if (v === "0") return null;
    const [burst = 2000, perSecond = 200] = v.split("/").map(Number);
    return { burst, perSecond };
  });

export const logLevel = z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
  message: "must be trace, debug, info, warn, error, fatal or silent",
});
