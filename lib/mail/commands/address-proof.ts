import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import type { Context } from "@/lib/access/context";

const claimSchema = z.strictObject({
  userId: z.string(),
  email: z.string(),
  /** The address that this one takes the place of: once it did, the proof is worth nothing. */
  instead: z.string().nullable(),
  untilMs: z.number(),
});

type AddressClaim = z.infer<typeof claimSchema>;

const signature = (key: string, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** What only the reader of a mail to that address can hold: nothing is stored for it. */
export function writeAddressProof(key: string, claim: AddressClaim): string {
  const text = Buffer.from(JSON.stringify(claim)).toString("base64url");
  return `${text}.${signature(key, text).toString("base64url")}`;
}

/** Null for whatever was not written here. Whether it is still in time is the reader's question. */
function readAddressProof(key: string, proof: string): AddressClaim | null {
  const [text = "", signed = "", more] = proof.split(".");
  const [given, expected] = [Buffer.from(signed, "base64url"), signature(key, text)];
  if (more !== undefined || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return claimSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
}

/** The address that a proof is for, where it is hers and still holds; null otherwise. */
export function readClaim(ctx: Context, key: string, proof: string): AddressClaim | null {
  const claim = readAddressProof(key, proof);
  const isHers = claim !== null && ctx.actor.kind === "user" && ctx.actor.userId === claim.userId;
  return isHers && claim.untilMs > ctx.clock.now().getTime() ? claim : null;
}
