import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bearer, type Site, startSite } from "@/tests/support/site";
import { findDoors } from "../authorisation/doors";

/** Rule R25: what every answer carries, pages and API alike. */

let site: Site;
let administrator: Record<string, string>;
beforeAll(async () => {
  site = await startSite();
  administrator = await site.signIn("administrator");
});
afterAll(() => site?.close());

const nothing = "01900000-0000-7000-8000-000000000000";
const pages = findDoors().flatMap(({ kind, key }) =>
  kind === "page" ? [key.replace("page ", "").replace("[id]", nothing).replace("[page]", "getting-started")] : [],
);

const always: Record<string, RegExp> = {
  "x-content-type-options": /^nosniff$/,
  "x-frame-options": /^DENY$/,
  "referrer-policy": /^strict-origin-when-cross-origin$/,
  "cross-origin-opener-policy": /^same-origin$/,
  "permissions-policy": /camera=\(\)/,
};

function expectSecure({ headers }: Response, what: string): void {
  for (const [name, pattern] of Object.entries(always)) expect(headers.get(name), `${what}: ${name}`).toMatch(pattern);
  expect(headers.get("x-powered-by"), what).toBeNull();
  expect(headers.get("server"), what).toBeNull();
}

const nonceOf = (answer: Response): string => {
  const policy = answer.headers.get("content-security-policy") ?? "";
  return /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
};

describe("every page", () => {
  for (const path of pages) {
    it(`${path}: security headers, a policy with a nonce of its own, and that nonce on every script`, async () => {
      const answer = await site.ask("GET", path, { headers: administrator });
      expectSecure(answer, path);
      const policy = answer.headers.get("content-security-policy") ?? "";
      for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]) {
        expect(policy, path).toContain(part);
      }
      const scripts = /script-src ([^;]+)/.exec(policy)?.[1] ?? "";
      expect(scripts).not.toMatch(/'unsafe-inline'|'unsafe-eval'|\*/);
      const nonce = nonceOf(answer);
      expect(nonce.length).toBeGreaterThanOrEqual(20);
      expect(nonceOf(await site.ask("GET", path, { headers: administrator }))).not.toBe(nonce);
      const text = await answer.text();
      const tags = text.match(/<script\b[^>]*>/g) ?? [];
      expect(tags.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
      expect(text).not.toMatch(/<[^>]+\son[a-z]+=/);
    });
  }
});

describe("every answer of the API", () => {
  it("carries the security headers, refused or not, and is kept by no cache", async () => {
    const asked: [string, string, Record<string, string>][] = [
      ["GET", "/api/v1/me", bearer(site.tokens.read)],
      ["GET", "/api/v1/me", {}],
      ["GET", "/api/v1/targets", {}],
      ["GET", "/api/v1/targets?format=csv", bearer(site.tokens.read)],
      ["GET", `/api/v1/targets/${nothing}`, {}],
      ["POST", "/api/v1/targets", bearer(site.tokens.read)],
      ["GET", "/api/v1/openapi.json", {}],
      ["GET", "/api/v1/nothing", {}],
      ["GET", "/api/health/live", {}],
      ["GET", "/api/health/ready", {}],
      ["GET", "/api/health/metrics", administrator],
      ["GET", "/api/auth/csrf", {}],
    ];
    for (const [method, path, headers] of asked) {
      const answer = await site.ask(method, path, { headers });
      expectSecure(answer, `${method} ${path}`);
      if (path.startsWith("/api/v1/") && !path.endsWith("/nothing")) {
        expect(answer.headers.get("cache-control"), path).toMatch(/no-store/);
      }
    }
  });

  it("lets no page of another site read it", async () => {
    const answer = await site.ask("GET", "/api/v1/targets", { headers: { origin: "https://evil.example" } });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("names a download as one, and never as something a browser runs", async () => {
    const answer = await site.ask("GET", "/api/v1/targets?format=csv", { headers: administrator });
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="?targets-[^"]+\.csv"?$/);
    expect(answer.headers.get("content-type")).toMatch(/^text\/csv/);
  });
});

describe("the session cookie", () => {
  it("is for http only, for this site only, for the whole of it, and holds no name", async () => {
    const first = await fetch(`${site.origin}/api/auth/csrf`);
    const { csrfToken } = (await first.json()) as { csrfToken: string };
    const guard = first.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
    const answer = await fetch(`${site.origin}/api/auth/callback/credentials`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie: guard.join("; "), origin: site.origin },
      body: new URLSearchParams({
        csrfToken,
        username: "member",
        password: "quiet meridian lanterns 52",
        json: "true",
      }),
    });
    const session = answer.headers.getSetCookie().find((line) => /session=/.test(line)) ?? "";
    expect(session).toMatch(/HttpOnly/i);
    expect(session).toMatch(/SameSite=Lax/i);
    expect(session).toMatch(/Path=\//i);
    expect(session).not.toMatch(/Domain=/i);
    const value = session.split(";", 1)[0] ?? "";
    expect(Buffer.from(value.split("=")[1] ?? "", "base64url").toString("latin1")).not.toContain("member");
  });

  it("is of this host alone on https", async () => {
    const secure = await startSite({
      TOM_ORIGIN: "https://tom.example.org",
      TOM_SECRET: "a secret of at least 32 characters",
    });
    try {
      const first = await fetch(`${secure.origin}/api/auth/csrf`);
      const cookies = first.headers.getSetCookie();
      expect(cookies.length).toBeGreaterThan(0);
      expect(cookies.every((line) => line.startsWith("__Host-") && /Secure/i.test(line))).toBe(true);
    } finally {
      await secure.close();
    }
  });
});

describe("health", () => {
  it("says what is the matter and nothing of paths, versions or secrets", async () => {
    const ready = await site.ask("GET", "/api/health/ready");
    expect(await ready.json()).toEqual({
      status: "ok",
      checks: { database: "ok", migrations: "ok", engine: "ok", worker: "not configured" },
    });
    const metrics = await (await site.ask("GET", "/api/health/metrics", { headers: administrator })).text();
    expect(metrics).toMatch(/^tom_writes_total \d+/m);
    expect(metrics).not.toMatch(/\/(tmp|home|root|usr|var)\/|version=|tom_[A-Za-z0-9_-]{40}|secret/i);
  });
});
