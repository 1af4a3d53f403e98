import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { housePassword } from "@/tests/support/furnish";
import { bearer, errorOf, type Site, startSite } from "@/tests/support/site";

/** Rules R19, R21, S8, S9 and S13: what a cookie or a token is worth, and until when. */

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

type Headers = Record<string, string>;

/** The status that a request with these headers meets, and whether a page knows who it is. */
async function isKnown(headers: Headers): Promise<boolean> {
  const api = await site.ask("GET", "/api/v1/me", { headers });
  const page = await site.ask("GET", "/profile", { headers });
  const action = await site.act("updateEmailAction", headers, { email: "" });
  const answers = [api.status === 200, page.status === 200, action.result?.ok === true];
  expect(new Set(answers).size, `all doors agree: ${answers}`).toBe(1);
  return answers[0] === true;
}

const newPassword = "another quiet meridian 53";

async function addPerson(username: string, role: "member" | "admin" = "member"): Promise<string> {
  const administrator = await site.signIn("administrator");
  const answer = await site.act("createUserAction", administrator, {
    username,
    password: housePassword,
    role,
    email: "",
  });
  const { data } = answer.result as { ok: true; data: { id: string } };
  return data.id;
}

describe("a copied cookie is refused from the next request on", () => {
  it("after its owner signed out", async () => {
    const headers = await site.signIn("member");
    expect(await isKnown(headers)).toBe(true);
    await site.act("signOutAction", headers, {});
    expect(await isKnown(headers)).toBe(false);
  });

  it("after signing out by next-auth's own address", async () => {
    const headers = await site.signIn("member");
    const first = await site.ask("GET", "/api/auth/csrf", { headers });
    const { csrfToken } = (await first.json()) as { csrfToken: string };
    const guard = first.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
    const answer = await fetch(`${site.origin}/api/auth/signout`, {
      method: "POST",
      redirect: "manual",
      headers: { ...headers, cookie: [headers.cookie, ...guard].join("; ") },
      body: new URLSearchParams({ csrfToken, json: "true" }),
    });
    expect(answer.status).toBeLessThan(400);
    expect(await isKnown(headers)).toBe(false);
  });

  it("after its owner signed out everywhere, and every other session of hers with it", async () => {
    const [one, other] = [await site.signIn("member"), await site.signIn("member")];
    await site.act("signOutEverywhereAction", one, {});
    expect([await isKnown(one), await isKnown(other)]).toEqual([false, false]);
  });

  it("after a new sign-in of the same browser", async () => {
    const before = await site.signIn("member");
    const first = await fetch(`${site.origin}/api/auth/csrf`);
    const { csrfToken } = (await first.json()) as { csrfToken: string };
    const guard = first.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
    await fetch(`${site.origin}/api/auth/callback/credentials`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie: [before.cookie, ...guard].join("; "), origin: site.origin },
      body: new URLSearchParams({ csrfToken, username: "member", password: housePassword, json: "true" }),
    });
    expect(await isKnown(before)).toBe(false);
  });

  it("after its owner changed her password; the browser that did goes on with a new one", async () => {
    await addPerson("changes-password");
    const [here, elsewhere] = [await site.signIn("changes-password"), await site.signIn("changes-password")];
    const given = { currentPassword: housePassword, newPassword, repeatPassword: newPassword };
    const answer = await site.act("changePasswordAction", here, given);
    expect(answer.result?.ok).toBe(true);
    expect([await isKnown(here), await isKnown(elsewhere)]).toEqual([false, false]);
    const [renewed = ""] = answer.headers.getSetCookie().map((line) => line.split(";", 1)[0] ?? "");
    expect(await isKnown({ cookie: renewed, origin: site.origin })).toBe(true);
    await expect(site.signIn("changes-password")).rejects.toThrow("401");
  });

  it("after an administrator set another password, changed the role, ended the sessions, or disabled the account", async () => {
    const acts: [string, Record<string, unknown>][] = [
      ["setPasswordAction", { password: newPassword }],
      ["setRoleAction", { role: "admin" }],
      ["endSessionsAction", {}],
      ["disableUserAction", {}],
    ];
    const administrator = await site.signIn("administrator");
    for (const [act, input] of acts) {
      const username = `loses-session-${act.toLowerCase()}`;
      const userId = await addPerson(username);
      const headers = await site.signIn(username);
      expect(await isKnown(headers), act).toBe(true);
      expect((await site.act(act, administrator, { userId, ...input })).result?.ok, act).toBe(true);
      expect(await isKnown(headers), act).toBe(false);
    }
  });

  it("after its owner ended that one session from her profile", async () => {
    const [here, lost] = [await site.signIn("stranger"), await site.signIn("stranger")];
    const page = await (await site.ask("GET", "/profile", { headers: here })).text();
    const ids = new Set(
      [...page.matchAll(/name="sessionId"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="sessionId"/g)].map(
        (match) => match[1] ?? match[2],
      ),
    );
    expect(ids.size).toBeGreaterThan(0);
    for (const sessionId of ids) await site.act("revokeSessionAction", here, { sessionId });
    expect(await isKnown(lost)).toBe(false);
  });

  it("and a cookie that was altered, or made elsewhere, is none", async () => {
    const { cookie = "" } = await site.signIn("member");
    const [name] = cookie.split("=", 1);
    const forged = [
      cookie.slice(0, -3),
      `${name}=`,
      `${name}=${"x".repeat(5_000)}`,
      `${name}=eyJhbGciOiJub25lIn0.e30.`,
    ];
    for (const one of forged) expect(await isKnown({ cookie: one, origin: site.origin }), one.slice(0, 60)).toBe(false);
  });
});

describe("an API token", () => {
  it("of scope read reads and changes nothing; of scope write does what its owner may", async () => {
    const read = bearer(site.tokens.read);
    expect((await site.ask("GET", "/api/v1/targets", { headers: read })).status).toBe(200);
    const writes: [string, string, unknown][] = [
      ["POST", "/api/v1/targets", { name: "By a read token", raDeg: 1, decDeg: 2 }],
      ["POST", "/api/v1/broker-queries", { name: "By a read token", brokerId: "mybroker", parameters: { name: "x" } }],
    ];
    for (const [method, path, body] of writes) {
      expect(await errorOf(await site.ask(method, path, { headers: read, body }))).toMatchObject({
        status: 403,
        code: "FORBIDDEN",
      });
    }
    const headers = bearer(site.tokens.write);
    expect(
      (await site.ask("POST", "/api/v1/targets", { headers, body: { name: "By a write token", raDeg: 1, decDeg: 2 } }))
        .status,
    ).toBe(201);
  });

  it("opens no page and moves no server action", async () => {
    const headers = { ...bearer(site.tokens.write), origin: site.origin };
    expect((await site.ask("GET", "/profile", { headers })).headers.get("location")).toMatch(/\/sign-in/);
    const { result } = await site.act("createTokenAction", headers, { name: "From a token", scope: "write", days: 1 });
    expect(result).toMatchObject({ ok: false, error: { code: "UNAUTHENTICATED" } });
  });

  it("is refused with 401 when it is none, altered, or beside a good cookie", async () => {
    const member = await site.signIn("member");
    for (const token of ["nonsense", `${site.tokens.write}x`, site.tokens.write.toUpperCase(), "tom_", ""]) {
      const answer = await site.ask("GET", "/api/v1/targets", { headers: { ...member, ...bearer(token) } });
      expect(answer.status, token).toBe(401);
    }
    const basic = { authorization: `Basic ${btoa(`member:${housePassword}`)}` };
    expect((await site.ask("GET", "/api/v1/me", { headers: basic })).status).toBe(401);
  });

  it("ends with its account, and when its owner revokes it", async () => {
    const administrator = await site.signIn("administrator");
    const userId = await addPerson("loses-token");
    const owner = await site.signIn("loses-token");
    const made = await site.act("createTokenAction", owner, { name: "Mine", scope: "write", days: 1 });
    const other = await site.act("createTokenAction", owner, { name: "Mine too", scope: "write", days: 1 });
    type Made = { ok: true; data: { token: string; record: { id: string } } };
    const [first, second] = [made.result as Made, other.result as Made];
    const meets = async (token: string): Promise<number> =>
      (await site.ask("GET", "/api/v1/me", { headers: bearer(token) })).status;
    expect([await meets(first.data.token), await meets(second.data.token)]).toEqual([200, 200]);
    await site.act("revokeTokenAction", owner, { tokenId: first.data.record.id });
    expect([await meets(first.data.token), await meets(second.data.token)]).toEqual([401, 200]);
    await site.act("disableUserAction", administrator, { userId });
    expect(await meets(second.data.token)).toBe(401);
    // A lock that opens again does not bring back what was behind it.
    await site.act("enableUserAction", administrator, { userId });
    expect(await meets(second.data.token)).toBe(401);
  });
});

describe("guessing passwords", () => {
  const guess = async (username: string, password: string, headers: Headers = {}): Promise<number> => {
    const first = await fetch(`${site.origin}/api/auth/csrf`);
    const { csrfToken } = (await first.json()) as { csrfToken: string };
    const guard = first.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
    const answer = await fetch(`${site.origin}/api/auth/callback/credentials`, {
      method: "POST",
      redirect: "manual",
      headers: { ...headers, cookie: guard.join("; "), origin: site.origin },
      body: new URLSearchParams({ csrfToken, username, password, json: "true" }),
    });
    await answer.arrayBuffer();
    if (answer.status === 429) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    return answer.status;
  };

  it("stops after ten wrong ones, from one address and from a hundred that are only claimed", async () => {
    await addPerson("is-guessed");
    const statuses: number[] = [];
    for (let at = 0; at < 30; at += 1) {
      const claimed = { "x-forwarded-for": `203.0.113.${at}`, "x-real-ip": `203.0.113.${at}` };
      statuses.push(await guess("is-guessed", `wrong guess ${at}`, at % 2 === 0 ? claimed : {}));
    }
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
    expect(statuses.at(-1)).toBe(429);
    // Not even the right one is tried now, and the answer does not tell.
    expect(await guess("is-guessed", housePassword)).toBe(429);
  });

  it("is answered the same for a name that is not there", async () => {
    const known = await guess("stranger", "not the password");
    const unknown = await guess("no-such-person", "not the password");
    expect([known, unknown]).toEqual([401, 401]);
  });
});
