import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { touchSession, touchToken } from "@/lib/access/commands/touch";
import type { Context } from "@/lib/access/context";
import { findSession, findToken, type LiveSession, type LiveToken } from "@/lib/access/queries/find-credentials";
import { hashSecret, isApiToken } from "@/lib/access/secrets";
import { lastSeenStepMs } from "@/lib/access/session-life";
import { anonymous, type UserActor } from "@/lib/core/actor";
import { readSessionSecret } from "./auth";
import { requestContext } from "./context";
import { services } from "./services";
import { safeReturnTo } from "./sign-in-return-to";

/** A context of a request whose actor is signed in. */
export type UserContext = Context & { actor: UserActor };

/** The session of this request, checked against its row and its account: once a page, anew for each request. */
export const getSession = cache(async (): Promise<LiveSession | null> => {
  const secret = await readSessionSecret();
  if (!secret) return null;
  const { database, clock } = services();
  const session = await findSession(database.read, await hashSecret(secret), clock.now());
  if (session) touchLater("session", session.sessionPk, session.lastSeenAt);
  return session;
});

/** Who asks, by cookie. */
export async function getActor(): Promise<UserActor | typeof anonymous> {
  return (await getSession())?.actor ?? anonymous;
}

/** The token of a bearer header; null when it is unknown, revoked or expired, or its account is disabled. */
export async function tokenOfBearer(token: string): Promise<LiveToken | null> {
  if (!isApiToken(token)) return null;
  const { database, clock } = services();
  const live = await findToken(database.read, await hashSecret(token), clock.now());
  if (live) touchLater("token", live.tokenPk, live.lastUsedAt);
  return live;
}

export async function actorOfBearer(token: string): Promise<UserActor | null> {
  return (await tokenOfBearer(token))?.actor ?? null;
}

/** The path of this page as the proxy wrote it on the request; "/" where it did not. */
async function currentPath(): Promise<string> {
  return safeReturnTo((await headers()).get("x-tom-path"));
}

const signInHref = (returnTo: string): string =>
  returnTo === "/" ? "/sign-in" : `/sign-in?returnTo=${encodeURIComponent(returnTo)}`;

const pageContext = cache(async (): Promise<Context> => requestContext(await getActor()));

/**
 * What a page's loaders read with: the person's own scope, or that of a reader without sign-in. Where such readers may see
 * nothing at all (TOM_ANONYMOUS=none) they are sent to sign in.
 */
export async function getPageContext(returnTo?: string): Promise<Context> {
  const ctx = await pageContext();
  if (ctx.scope.kind === "none") redirect(signInHref(returnTo ? safeReturnTo(returnTo) : await currentPath()));
  return ctx;
}

/** For pages that need a person: others are sent to sign in, and back here afterwards. */
export async function requirePageUser(returnTo?: string): Promise<UserContext> {
  const ctx = await pageContext();
  if (ctx.actor.kind === "user") return { ...ctx, actor: ctx.actor };
  redirect(signInHref(returnTo ? safeReturnTo(returnTo) : await currentPath()));
}

const touching = new Set<string>();

// The page does not wait for the note that it was read; a note that fails is made with the next page.
function touchLater(kind: "session" | "token", pk: number, lastAt: string | null): void {
  const { database, clock, logger } = services();
  if (lastAt !== null && clock.now().getTime() - Date.parse(lastAt) < lastSeenStepMs) return;
  const key = `${kind} ${pk}`;
  if (touching.has(key)) return;
  touching.add(key);
  const touch = kind === "session" ? touchSession : touchToken;
  touch({ database, clock, pk })
    .catch((error: unknown) => logger.warn({ err: error }, `The last use of a ${kind} could not be noted`))
    .finally(() => touching.delete(key));
}
