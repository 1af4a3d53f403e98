import { createHash, createHmac } from "node:crypto";

/** How the SDK and an Inngest server know each other; written from the SDK's source, apart from our own use of it. */

const bare = (key: string): string => key.replace(/^signkey-\w+-/, "");

/** The header of a signed call. */
export function signed(key: string, body: string, at: Date = new Date()): string {
  const seconds = Math.round(at.getTime() / 1000);
  return `t=${seconds}&s=${createHmac("sha256", bare(key)).update(`${body}${seconds}`).digest("hex")}`;
}

/** Whether a bearer token is the signing key or its hash, as a server takes either. */
export function knowsKey(authorization: string | undefined, key: string): boolean {
  const token = bare((authorization ?? "").replace(/^Bearer /, ""));
  return (
    token === bare(key) ||
    token ===
      createHash("sha256")
        .update(Buffer.from(bare(key), "hex"))
        .digest("hex")
  );
}

/** JSON with its keys in order, which is what is signed. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const parts = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`);
  return `{${parts.join(",")}}`;
}
