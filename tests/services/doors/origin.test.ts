import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bearer, type Site, startSite } from "@/tests/support/site";

/** Rules R18 and S10: what a cookie authorises is done only for our own pages. */

let site: Site;
let member: { cookie: string };
beforeAll(async () => {
  site = await startSite();
  member = { cookie: (await site.signIn("member")).cookie ?? "" };
});
afterAll(() => site?.close());

const place = { raDeg: 10, decDeg: 20 };
const evil = "https://evil.example";

type Case = { name: string; headers: Record<string, string> };

const forged: Case[] = [
  { name: "an Origin of another site", headers: { origin: evil } },
  { name: "an Origin that is null", headers: { origin: "null" } },
  { name: "no Origin and no word of where it came from", headers: {} },
  { name: "no Origin, from another site", headers: { "sec-fetch-site": "cross-site" } },
  { name: "no Origin, from another host of the same site", headers: { "sec-fetch-site": "same-site" } },
  { name: "no Origin, typed or from a bookmark", headers: { "sec-fetch-site": "none" } },
  {
    name: "an Origin of another site that forwarded headers vouch for",
    headers: { origin: evil, "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
  },
  { name: "an Origin that begins like ours", headers: { origin: "http://127.0.0.1.evil.example" } },
  { name: "our host at another port", headers: { origin: "http://127.0.0.1:9" } },
  { name: "our host by another scheme", headers: { origin: "https://127.0.0.1" } },
];

/** By Node's own client, which sends the Host that it is told to. */
const rawPost = (path: string, headers: Record<string, string>, body: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const outgoing = request(`${site.origin}${path}`, { method: "POST", headers, agent: false }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode ?? 0));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });

const namesOf = async (): Promise<string[]> => {
  const answer = await site.ask("GET", "/api/v1/targets?limit=200", { headers: member });
  return ((await answer.json()) as { items: { name: string }[] }).items.map(({ name }) => name);
};

describe("a request with a cookie, to change something", () => {
  for (const [at, { name, headers }] of forged.entries()) {
    it(`is refused by the API with ${name}`, async () => {
      const target = `Forged ${at}`;
      const body = { name: target, ...place };
      const answer = await site.ask("POST", "/api/v1/targets", { headers: { ...member, ...headers }, body });
      expect(answer.status).toBe(403);
      expect(await namesOf()).not.toContain(target);
    });

    it(`is refused by a server action with ${name}`, async () => {
      const answer = await site.act(
        "updateEmailAction",
        { ...member, ...headers },
        { email: `forged-${at}@example.org` },
      );
      expect(answer.result?.ok ?? false).toBe(false);
      const me = await site.ask("GET", "/api/v1/me", { headers: member });
      expect(await me.text()).not.toContain("forged");
    });

    it(`does not end the session with ${name}`, async () => {
      await site.act("signOutAction", { ...member, ...headers }, {});
      expect((await site.ask("GET", "/api/v1/me", { headers: member })).status).toBe(200);
    });
  }

  it("is refused when the Host header is the other site's as well", async () => {
    const headers = {
      ...member,
      origin: "http://evil.example",
      host: "evil.example",
      "content-type": "application/json",
    };
    const body = JSON.stringify({ name: "Forged by host", ...place });
    expect(await rawPost("/api/v1/targets", headers, body)).toBe(403);
    expect(await namesOf()).not.toContain("Forged by host");
  });

  it("is served from our own pages, by each spelling of loopback at our port, and by Sec-Fetch-Site alone", async () => {
    const { port } = site.app;
    const own = ["127.0.0.1", "localhost", "[::1]"].map((host) => ({ origin: `http://${host}:${port}` }));
    for (const [at, headers] of [...own, { "sec-fetch-site": "same-origin" }].entries()) {
      const body = { name: `Own ${at}`, ...place };
      const answer = await site.ask("POST", "/api/v1/targets", { headers: { ...member, ...headers }, body });
      expect(answer.status, JSON.stringify(headers)).toBe(201);
      const saved = await site.act("updateEmailAction", { ...member, ...headers }, { email: `own-${at}@example.org` });
      expect(saved.result, JSON.stringify(headers)).toMatchObject({ ok: true });
    }
  });

  it("needs no Origin when a token authorises it, since no browser sends one by itself", async () => {
    const headers = { ...bearer(site.tokens.write), origin: evil };
    expect((await site.ask("POST", "/api/v1/targets", { headers, body: { name: "By token", ...place } })).status).toBe(
      201,
    );
  });
});

describe("headers that frameworks use between their own parts", () => {
  const inner: Record<string, string>[] = [
    { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
    { "x-middleware-subrequest": "src/middleware:src/middleware:src/middleware:src/middleware:src/middleware" },
    { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
    { "x-middleware-prefetch": "1", purpose: "prefetch" },
    { "x-nextjs-data": "1" },
    { "x-invoke-path": "/targets", "x-matched-path": "/targets" },
    { "x-tom-client-address": "127.0.0.1", "x-tom-path": "/profile" },
    { "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1" },
    { "next-resume": "1" },
  ];

  for (const headers of inner) {
    it(`open nothing: ${Object.keys(headers).join(", ")}`, async () => {
      for (const path of ["/profile", "/people", "/people/audit", "/alerts/queries"]) {
        const answer = await site.ask("GET", path, { headers });
        expect(answer.headers.get("location") ?? "", path).toMatch(/\/sign-in/);
      }
      expect((await site.ask("GET", "/api/v1/me", { headers })).status).toBe(401);
      const metrics = await site.ask("GET", "/api/health/metrics", { headers });
      expect(metrics.status).toBe(401);
    });
  }

  it("give no page its content by another way of asking for it", async () => {
    const variants = [
      "/profile.rsc",
      "/profile.segments/_tree.segment.rsc",
      "//profile",
      "/%70rofile",
      "/PROFILE",
      "/./profile",
    ];
    for (const path of variants) {
      const status = await rawGet(path);
      expect(status, path).not.toBe(200);
    }
    for (const headers of [
      { RSC: "1" },
      { RSC: "1", "Next-Router-Prefetch": "1" },
      { RSC: "1", "Next-Router-Segment-Prefetch": "/_tree" },
    ]) {
      const answer = await site.ask("GET", "/profile", { headers });
      expect(await answer.text()).not.toContain("member");
    }
  });

  it("lead to no way into what only this machine may ask", async () => {
    const paths = [
      "/api/internal/operations",
      "/api//internal/operations",
      "/api/%69nternal/operations",
      "/api/./internal/operations",
    ];
    for (const path of paths) {
      const status = await rawPost(path, { "content-type": "application/json" }, '{"name":"user.list","input":{}}');
      expect([403, 404, 308], path).toContain(status);
    }
  });
});

const rawGet = (path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { port } = site.app;
    const outgoing = request({ host: "127.0.0.1", port, path, agent: false }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode ?? 0));
    });
    outgoing.on("error", reject);
    outgoing.end();
  });

describe("a server action posted to another address", () => {
  it("is as guarded as at its own: nobody's request is refused, whatever page it is posted to", async () => {
    for (const url of ["/", "/sign-in", "/targets", "/docs/api", "/no-such-page"]) {
      const { result } = await site.act("createUserAction", { origin: site.origin }, { username: "intruder" }, url);
      expect(result?.ok ?? false, url).toBe(false);
    }
    const headers = await site.signIn("administrator");
    const people = await site.ask("GET", "/people", { headers });
    expect(await people.text()).not.toContain("intruder");
  });

  it("answers nothing for an id that is none", async () => {
    const answer = await fetch(`${site.origin}/`, {
      method: "POST",
      headers: { ...member, origin: site.origin, "Next-Action": "7f".padEnd(42, "0") },
      body: "[{}]",
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await answer.text()).not.toMatch(/\bat .*\.js:\d+/);
  });
});

describe("reading", () => {
  it("changes nothing: every page and every list, with a cookie and any Origin, leaves targets and people as they are", async () => {
    const headers = { ...(await site.signIn("administrator")), origin: evil };
    const state = async (): Promise<string[]> => {
      const answers = await Promise.all(
        ["/api/v1/targets?limit=200&count=true", "/api/v1/broker-queries", "/api/v1/jobs"].map((path) =>
          site.ask("GET", path, { headers }),
        ),
      );
      return Promise.all(answers.map((answer) => answer.text()));
    };
    const audit = async (): Promise<string> =>
      (await (await site.ask("GET", "/people/audit", { headers })).text())
        .match(/data-label="When"/g)
        ?.length.toString() ?? "0";
    const before = [...(await state()), await audit()];
    const effects = [
      "/sign-out",
      "/api/auth/signout",
      "/targets/new?name=Made+by+GET",
      "/people/new?username=made-by-get",
    ];
    for (const path of effects) await site.ask("GET", path, { headers });
    expect([...(await state()), await audit()]).toEqual(before);
    expect((await site.ask("GET", "/api/v1/me", { headers })).status).toBe(200);
  });
});
