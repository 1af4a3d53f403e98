import type { SignInOrigin } from "@/lib/access/commands/sign-in";
import { networkOf } from "@/lib/access/network";

/** Where a sign-in comes from, by the address that our own front has written on the request. */
export const originOfSignIn = (header: (name: string) => string | null): SignInOrigin => ({
  network: networkOf(header("x-tom-client-address") ?? ""),
  userAgent: header("user-agent") ?? "",
});
