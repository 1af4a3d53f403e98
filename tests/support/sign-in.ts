/** A signed-in person, for programs that speak HTTP: `headers` go with every request. */
export type SignedIn = { headers: { cookie: string; origin: string } };

const cookiesOf = (response: Response): string[] =>
  response.headers.getSetCookie().map((line) => line.split(";", 1)[0] ?? "");

/** Signs in through the same addresses as any program: the token that guards the POST, then name and password. */
export async function signIn(origin: string, username: string, password: string): Promise<SignedIn> {
  const first = await fetch(`${origin}/api/auth/csrf`);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const guard = cookiesOf(first).join("; ");
  const answer = await fetch(`${origin}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/x-www-form-urlencoded", cookie: guard, origin },
    body: new URLSearchParams({ csrfToken, username, password, json: "true", callbackUrl: origin }),
  });
  const cookie = cookiesOf(answer)
    .filter((text) => /session=./.test(text))
    .join("; ");
  if (!answer.ok || cookie === "") throw new Error(`sign-in of ${username}: ${answer.status} ${await answer.text()}`);
  return { headers: { cookie, origin } };
}
