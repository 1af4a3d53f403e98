import { TomError } from "@/lib/core/errors";
import { isSignature, sign } from "./secrets";

/** Calls between the parts of one installation, over loopback: signed with a key of its own, dated, and good once. */

// Not x-tom-...: the front takes such names off every request from outside, and this one comes through it.
const headers = { time: "tom-signed-at", nonce: "tom-nonce", signature: "tom-signature" } as const;
const toleranceMs = 60_000;

const signedText = (path: string, time: string, nonce: string, body: string): string =>
  [path, time, nonce, body].join("\n");

export function signedHeaders(
  key: string,
  path: string,
  body: string,
  now: Date,
  nonce: string,
): Record<string, string> {
  const time = now.toISOString();
  return {
    "content-type": "application/json",
    [headers.time]: time,
    [headers.nonce]: nonce,
    [headers.signature]: sign(key, signedText(path, time, nonce, body)),
  };
}

const usedKey = Symbol.for("tom.nonces");
type Holder = { [usedKey]?: Map<string, number> };

function refuse(): never {
  throw new TomError("FORBIDDEN", "This call is not signed by this installation.");
}

/** @throws FORBIDDEN when the call is not ours, too old, or a repetition */
export function checkSigned(key: string, request: Request, body: string, now: Date): void {
  const [time, nonce, signature] = [headers.time, headers.nonce, headers.signature].map(
    (name) => request.headers.get(name) ?? "",
  );
  if (!time || !nonce || !signature || nonce.length > 100) refuse();
  const ageMs = Math.abs(now.getTime() - Date.parse(time));
  if (!(ageMs <= toleranceMs)) refuse();
  if (!isSignature(key, signedText(new URL(request.url).pathname, time, nonce, body), signature)) refuse();
  const holder = globalThis as Holder;
  holder[usedKey] ??= new Map();
  const used = holder[usedKey];
  for (const [old, atMs] of used) if (now.getTime() - atMs > 2 * toleranceMs) used.delete(old);
  if (used.has(nonce)) refuse();
  used.set(nonce, now.getTime());
}
