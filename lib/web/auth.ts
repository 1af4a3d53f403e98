import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import NextAuth, { type NextAuthOptions, type User } from "next-auth";
import { decode, encode } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import * as z from "zod";
import { signOut } from "@/lib/access/commands/end-session";
import { signIn } from "@/lib/access/commands/sign-in";
import { findSession } from "@/lib/access/queries/find-credentials";
import { signInSchema } from "@/lib/access/schema";
import { hashSecret } from "@/lib/access/secrets";
import { sessionAbsoluteMs } from "@/lib/access/session-life";
import { anonymous } from "@/lib/core/actor";
import { isTomError, TomError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { tellNextAuth } from "@/lib/env/framework";
import { requestContext } from "./context";
import { errorBody, httpStatus, toTomError } from "./errors";
import { checkOrigin } from "./origin";
import { createSecrets } from "./secrets";
import { services } from "./services";
import { originOfSignIn } from "./sign-in-origin";
import { safeReturnTo } from "./sign-in-return-to";

const sessionMaxAgeS = sessionAbsoluteMs / 1000;
const tokenShape = z.object({ sid: z.string().min(40).max(60) });

const isSecure = (): boolean => services().env.origin.startsWith("https:");

/**
 * `__Host-` where the site is https. On http loopback several installations share one host name, and cookies know no
 * ports: the port stands in the name.
 */
const cookieName = (what: string): string => {
  const { origin } = services().env;
  return isSecure() ? `__Host-tom-${what}` : `tom-${new URL(origin).port || "80"}-${what}`;
};

const cookieOptions = () => ({ httpOnly: true, sameSite: "lax" as const, path: "/", secure: isSecure() });

const sessionCookieName = (): string => cookieName("session");
export const signInNoteCookieName = (): string => cookieName("note");

const sessionKey = (): string => services().secrets.derive("session");

/** The cookie's value: an encrypted token that holds the random session id and nothing else. */
const encodeSession = (secret: string): Promise<string> =>
  encode({ token: { sid: secret }, secret: sessionKey(), maxAge: sessionMaxAgeS });

/** The session id of a cookie's value; null for anything that this installation did not make. */
async function decodeSession(value: string | undefined): Promise<string | null> {
  if (!value || value.length > 4000) return null;
  const previous = services().env.TOM_SECRET_PREVIOUS;
  const keys = [sessionKey(), ...(previous ? [createSecrets(previous).derive("session")] : [])];
  for (const secret of keys) {
    try {
      const parsed = tokenShape.safeParse(await decode({ token: value, secret }));
      if (parsed.success) return parsed.data.sid;
    } catch {
      // Not made with this key, altered, or past its time.
    }
  }
  return null;
}

/** The session id that this request's cookie carries, whether or not the session still lives. */
export async function readSessionSecret(): Promise<string | null> {
  return decodeSession((await cookies()).get(sessionCookieName())?.value);
}

export async function setSessionCookie(secret: string): Promise<void> {
  const jar = await cookies();
  jar.set(sessionCookieName(), await encodeSession(secret), { ...cookieOptions(), maxAge: sessionMaxAgeS });
}

export async function clearSessionCookie(): Promise<void> {
  (await cookies()).set(sessionCookieName(), "", { ...cookieOptions(), maxAge: 0 });
}

type Failure = { error: TomError | null };

function authOptions(failure: Failure): NextAuthOptions {
  const options = cookieOptions();
  const { logger } = services();
  return {
    secret: sessionKey(),
    session: { strategy: "jwt", maxAge: sessionMaxAgeS },
    jwt: { secret: sessionKey(), maxAge: sessionMaxAgeS },
    useSecureCookies: isSecure(),
    cookies: {
      sessionToken: { name: sessionCookieName(), options },
      callbackUrl: { name: cookieName("callback-url"), options },
      csrfToken: { name: cookieName("csrf"), options },
    },
    pages: { signIn: "/sign-in", signOut: "/sign-out", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        name: "Name and password",
        credentials: { username: { label: "Name", type: "text" }, password: { label: "Password", type: "password" } },
        authorize: (credentials, request) => authorizeCredentials(credentials, request.headers ?? {}, failure),
      }),
    ],
    callbacks: {
      // Nothing but the session id ever enters the token.
      jwt: ({ token, user }) => {
        const { sid } = tokenShape.parse(user ?? token);
        return { sid };
      },
      session: async ({ session, token }) => {
        const { sid } = tokenShape.parse(token);
        const { database, clock } = services();
        const live = await findSession(database.read, await hashSecret(sid), clock.now());
        if (!live) throw new TomError("UNAUTHENTICATED", "This session has ended.");
        return { expires: session.expires, user: { name: live.actor.username } };
      },
      redirect: ({ url, baseUrl }) => new URL(safeReturnTo(pathOf(url, baseUrl)), baseUrl).href,
    },
    events: {
      signOut: async ({ token }) => {
        const parsed = tokenShape.safeParse(token);
        if (!parsed.success) return;
        const { database, clock } = services();
        const live = await findSession(database.read, await hashSecret(parsed.data.sid), clock.now());
        await signOut({ ctx: requestContext(live?.actor ?? anonymous), input: { secret: parsed.data.sid } });
      },
    },
    logger: {
      error: (code) => logger.debug({ code }, "next-auth"),
      warn: (code) => logger.debug({ code }, "next-auth"),
      debug: () => undefined,
    },
  };
}

async function authorizeCredentials(
  credentials: unknown,
  headers: Record<string, unknown>,
  failure: Failure,
): Promise<(User & { sid: string }) | null> {
  try {
    const input = signInSchema.parse(credentials ?? {});
    const created = await signIn({
      ctx: requestContext(anonymous),
      input,
      from: originOfSignIn((name) => (typeof headers[name] === "string" ? headers[name] : null)),
      replaces: await readSessionSecret(),
    });
    return { id: created.userId, sid: created.secret };
  } catch (error) {
    failure.error = toTomError(error);
    return null;
  }
}

const pathOf = (url: string, baseUrl: string): string =>
  url.startsWith(baseUrl) ? url.slice(baseUrl.length) || "/" : url;

type RouteArguments = { params: Promise<{ nextauth: string[] }> };

/**
 * next-auth's own addresses (`/api/auth/csrf`, `/api/auth/callback/credentials`, ...) for programs that sign in by name and
 * password. Its CSRF token guards each POST; an Origin header, where there is one, must be ours. Its idea of the host comes
 * from the configured origin.
 */
export async function handleAuth(request: NextRequest, args: RouteArguments): Promise<Response> {
  const { env } = services();
  tellNextAuth(env.origin);
  const failure: Failure = { error: null };
  try {
    if (request.method !== "GET" && request.headers.has("origin")) checkOrigin(request.headers, env);
    const response: Response = await NextAuth(request, args, authOptions(failure));
    const outcome = failure.error;
    // A refusal is a status that a program understands, never a redirect to a page; with `json` next-auth says 401 itself.
    if (outcome && (outcome.code !== "UNAUTHENTICATED" || response.status !== 401)) return refusal(outcome);
    return withOwnLocation(response, env.origin);
  } catch (error) {
    return refusal(isTomError(error) ? error : toTomError(error));
  }
}

function refusal(error: TomError): Response {
  const headers = error.retryAfterS === undefined ? {} : { "Retry-After": String(error.retryAfterS) };
  return Response.json({ error: errorBody(error, newId()) }, { status: httpStatus(error.code), headers });
}

// On loopback a site has several spellings: a redirect by path keeps the one that was used.
function withOwnLocation(response: Response, origin: string): Response {
  const location = response.headers.get("location");
  if (location?.startsWith(`${origin}/`)) response.headers.set("location", location.slice(origin.length));
  response.headers.set("Cache-Control", "private, no-store");
  return response;
}
