import { cookies, headers } from "next/headers";
import * as z from "zod";
import { changePassword } from "@/lib/access/commands/change-password";
import { signOut } from "@/lib/access/commands/end-session";
import { renewSession, signIn } from "@/lib/access/commands/sign-in";
import type { Context } from "@/lib/access/context";
import { requireUser } from "@/lib/access/policy";
import { clearSessionCookie, readSessionSecret, setSessionCookie, signInNoteCookieName } from "./auth";
import { logOutcome, toTomError } from "./errors";
import { services } from "./services";
import { originOfSignIn } from "./sign-in-origin";
import { safeReturnTo } from "./sign-in-return-to";

type Credentials = { username: string; password: string; returnTo?: string | undefined };

/** What the sign-in page says after a failure, kept for a minute in a cookie so that it works without scripts. */
const noteShape = z.object({ username: z.string().max(200), message: z.string().max(300) });
export type SignInNote = z.infer<typeof noteShape>;

const noteAgeS = 60;

/** Signs this browser in. Answers where to go next: where the person wanted to, or back to the page with the reason kept. */
export async function signInHere(ctx: Context, input: Credentials): Promise<{ signedIn: boolean; next: string }> {
  const returnTo = safeReturnTo(input.returnTo);
  const from = originOfSignIn(await headerReader());
  try {
    const created = await signIn({ ctx, input, from, replaces: await readSessionSecret() });
    await setSessionCookie(created.secret);
    await clearNote();
    return { signedIn: true, next: returnTo };
  } catch (error) {
    const known = toTomError(error);
    logOutcome(services().logger, "session.create", ctx.requestId, known);
    await keepNote({ username: input.username.slice(0, 200), message: known.message.slice(0, 300) });
    const next = returnTo === "/" ? "/sign-in" : `/sign-in?returnTo=${encodeURIComponent(returnTo)}`;
    return { signedIn: false, next };
  }
}

/** Ends this browser's session, in the database and in the browser. */
export async function signOutHere(ctx: Context): Promise<void> {
  const secret = await readSessionSecret();
  if (secret) await signOut({ ctx, input: { secret } });
  await clearSessionCookie();
}

/** Every session ends with the old password; this browser gets a new one. */
export async function changePasswordHere(
  ctx: Context,
  input: { currentPassword: string; newPassword: string },
): Promise<void> {
  const user = requireUser(ctx.actor);
  const from = originOfSignIn(await headerReader());
  await changePassword({ ctx, input, network: from.network });
  const renewed = await renewSession({ ctx, user, from });
  await setSessionCookie(renewed.secret);
}

/** Why the last sign-in of this browser failed, and the name that was typed. */
export async function readSignInNote(): Promise<SignInNote | null> {
  const value = (await cookies()).get(signInNoteCookieName())?.value;
  if (!value) return null;
  try {
    return noteShape.parse(JSON.parse(value));
  } catch {
    return null;
  }
}

const noteOptions = () => ({
  httpOnly: true,
  sameSite: "lax" as const,
  secure: services().env.origin.startsWith("https:"),
  path: "/",
});

async function keepNote(note: SignInNote): Promise<void> {
  (await cookies()).set(signInNoteCookieName(), JSON.stringify(note), { ...noteOptions(), maxAge: noteAgeS });
}

async function clearNote(): Promise<void> {
  (await cookies()).set(signInNoteCookieName(), "", { ...noteOptions(), maxAge: 0 });
}

async function headerReader(): Promise<(name: string) => string | null> {
  const list = await headers();
  return (name) => list.get(name);
}
