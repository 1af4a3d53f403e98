import { createHash, createHmac } from "node:crypto";

const withoutPrefix = (key: string): string => key.replace(/^signkey-\w+-/, "");

/** What is shown instead of the signing key itself to a server that has it. */
export function bearerOf(signingKey: string): string {
  const prefix = /^signkey-\w+-/.exec(signingKey)?.[0] ?? "";
  return (
    prefix +
    createHash("sha256")
      .update(Buffer.from(withoutPrefix(signingKey), "hex"))
      .digest("hex")
  );
}

/** The signature of a call, as the SDK checks it: of the body and the time, in seconds. */
export function signatureOf(signingKey: string, body: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const mac = createHmac("sha256", withoutPrefix(signingKey)).update(`${body}${seconds}`).digest("hex");
  return `t=${seconds}&s=${mac}`;
}
