import { redirect } from "next/navigation";
import { services } from "@/lib/web/services";
import { getActor } from "@/lib/web/session";
import { readSignInNote } from "@/lib/web/sign-in";
import { safeReturnTo } from "@/lib/web/sign-in-return-to";

export type SignInPage = { installation: string; returnTo: string; username: string; failure: string | null };

// next-auth sends programs here with its own parameters.
const nextAuthFailure = "This name and this password do not open an account here.";

/** Whoever is signed in already goes on to where she wanted. */
export async function loadSignIn(search: Record<string, string | string[] | undefined>): Promise<SignInPage> {
  const wanted = search.returnTo ?? search.callbackUrl;
  const returnTo = safeReturnTo(typeof wanted === "string" ? pathOf(wanted) : null);
  if ((await getActor()).kind === "user") redirect(returnTo);
  const note = await readSignInNote();
  return {
    installation: services().config.display.name,
    returnTo,
    username: note?.username ?? "",
    failure: note?.message ?? (search.error === undefined ? null : nextAuthFailure),
  };
}

function pathOf(wanted: string): string {
  const { origin } = services().env;
  return wanted.startsWith(`${origin}/`) ? wanted.slice(origin.length) : wanted;
}
