import * as z from "zod";
import type { Account } from "./sky";

const cookiesOf = (response: Response): string[] =>
  response.headers.getSetCookie().map((line) => line.split(";", 1)[0] ?? "");

/** Signs in as a program does; the value of the Cookie header that carries the session. */
export async function signIn(url: string, { username, password }: Account): Promise<string> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await csrf.json());
  const cookies = cookiesOf(csrf);
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookies.join("; "), origin: url },
    body: new URLSearchParams({ csrfToken, username, password, json: "true" }),
  });
  const session = cookiesOf(answer).find((cookie) => cookie.includes("session="));
  if (session === undefined) throw new Error(`sign-in answered ${answer.status} without a session`);
  return session;
}
