import type { Context } from "@/lib/access/context";
import type { AddressClaim, AddressProofs } from "../types";

/** The address that a proof is for, where it is hers and still holds; null otherwise. */
export function readClaim({ actor, clock }: Context, proofs: AddressProofs, proof: string): AddressClaim | null {
  const claim = proofs.read(proof);
  const isHers = claim !== null && actor.kind === "user" && actor.userId === claim.userId;
  return isHers && claim.untilMs > clock.now().getTime() ? claim : null;
}
