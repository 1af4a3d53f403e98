import * as z from "zod";
import type { AddressClaim, AddressProofs } from "@/lib/mail/types";
import { isSignature, type Secrets, sign } from "./secrets";

const claimSchema: z.ZodType<AddressClaim> = z.strictObject({
  userId: z.string(),
  email: z.string(),
  instead: z.string().nullable(),
  untilMs: z.number(),
});

/** A claim as text for a link, with its signature behind a dot. */
export function addressProofs(secrets: Secrets): AddressProofs {
  const key = secrets.derive("address");
  return {
    write(claim) {
      const text = Buffer.from(JSON.stringify(claim)).toString("base64url");
      return `${text}.${sign(key, text)}`;
    },
    read(proof) {
      const [text = "", signature = "", more] = proof.split(".");
      if (more !== undefined || !isSignature(key, text, signature)) return null;
      return claimSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    },
  };
}
