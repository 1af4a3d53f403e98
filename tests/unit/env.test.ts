import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isTomError } from "@/lib/core/errors";
import { parseEnv } from "@/lib/env/env";

/** What is wrong with an environment, as one sentence; empty when it is right. */
function problems(source: Record<string, string>): string {
  try {
    parseEnv({ NODE_ENV: "production", ...source });
    return "";
  } catch (error) {
    if (!isTomError(error)) throw error;
    expect(error.code).toBe("MISCONFIGURED");
    return error.message;
  }
}

const wrong: readonly [string, string][] = [
  ["PORT", "http"],
  ["PORT", "65536"],
  ["PORT", "-1"],
  ["TOM_ORIGIN", "tom.example.org"],
  ["TOM_SECRET", "only a few characters"],
  ["TOM_SECRET_PREVIOUS", "only a few characters"],
  ["TOM_DATABASE_URL", "postgres://db.example.org/tom"],
  ["TOM_DATABASE_URL", "tom.db"],
  ["TOM_TRUSTED_PROXIES", "10.0.0.0/8,the proxy"],
  ["TOM_TRUSTED_PROXIES", "10.0.0.0/33"],
  ["TOM_ALLOW_PRIVATE_HOSTS", "localhost"],
  ["TOM_ALLOW_PRIVATE_HOSTS", "http://127.0.0.1:8080"],
  ["TOM_DEMO", "yes"],
  ["TOM_RATE_LIMIT", "2000"],
  ["TOM_RATE_LIMIT", "many/few"],
  ["TOM_ANONYMOUS", "write"],
  ["LOG_LEVEL", "verbose"],
  ["ALERCE_URL", "alerce"],
  ["TOM_ORIGIN", "ftp://tom.example.org"],
  ["MYBROKER_URL", "a list"],
  ["SMTP_URL", "mail.example.org"],
  ["SMTP_URL", "https://mail.example.org"],
  ["MAIL_FROM", "My TOM"],
  ["TOM_WEBHOOK_URL", "hooks.example.org"],
  ["TOM_WEBHOOK_URL", "http://hooks.example.org/tom"],
  ["TOM_WEBHOOK_URL", "https://ada:secret@hooks.example.org"],
  ["TOM_WEBHOOK_SECRET", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
  ["TOM_WEBHOOK_SECRET", "whsec_not base64"],
  ["INNGEST_DEV", "1"],
  ["INNGEST_DEV", "http://localhost:8288"],
  ["TOM_BROKERS", "alerce,nobody"],
  ["TOM_BACKUP_SCHEDULE", "every night"],
  ["TOM_WEBHOOK_EVENTS", "target_post_save,target_post_sleep"],
  ["TOM_ADMIN_USERNAME", "root"],
  ["TOM_ADMIN_PASSWORD", "a long password of somebody"],
];

describe("an environment", () => {
  it("that is empty is right: loopback, port 3000, the demo, readers without sign-in", () => {
    expect(parseEnv({})).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      origin: "http://127.0.0.1:3000",
      originIsLoopback: true,
      demo: true,
      anonymous: "read",
    });
  });

  for (const [name, value] of wrong) {
    it(`names ${name} when it is "${value}"`, () => {
      expect(problems({ [name]: value })).toContain(name);
    });
  }

  it("chooses the embedded engine unless Inngest is named, with what it needs", () => {
    expect(parseEnv({}).inngest).toBeNull();
    expect(parseEnv({ INNGEST_DEV: "0", INNGEST_SERVE_ORIGIN: "http://tom:3000" }).inngest).toBeNull();
    expect(problems({ INNGEST_EVENT_KEY: "k" })).toContain("INNGEST_SIGNING_KEY");
    expect(problems({ INNGEST_BASE_URL: "http://127.0.0.1:8288" })).toMatch(/INNGEST_EVENT_KEY.*INNGEST_SIGNING_KEY/);
    expect(problems({ INNGEST_BASE_URL: "nowhere at all" })).toContain("INNGEST_BASE_URL");
    expect(parseEnv({ NODE_ENV: "development", INNGEST_DEV: "1" }).inngest).toMatchObject({
      isDev: true,
      apiUrl: "http://localhost:8288/",
      eventUrl: "http://localhost:8288/",
    });
    expect(parseEnv({ NODE_ENV: "development", INNGEST_DEV: "127.0.0.1:9999" }).inngest?.apiUrl).toBe(
      "http://127.0.0.1:9999",
    );
    const own = { INNGEST_EVENT_KEY: "e", INNGEST_SIGNING_KEY: "signkey-prod-00ff" };
    expect(parseEnv({ ...own, HOST: "0.0.0.0", PORT: "3100" }).inngest).toMatchObject({
      appId: "tom",
      isDev: false,
      isCloud: true,
      apiUrl: "https://api.inngest.com/",
      eventUrl: "https://inn.gs/",
      serveOrigin: "http://127.0.0.1:3100",
      servePath: "/api/inngest",
    });
    expect(
      parseEnv({
        ...own,
        INNGEST_BASE_URL: "http://inngest:8288",
        INNGEST_EVENT_API_BASE_URL: "http://events:1",
        INNGEST_SERVE_ORIGIN: "http://tom:3000",
        TOM_INNGEST_APP_ID: "other",
      }).inngest,
    ).toMatchObject({
      appId: "other",
      isCloud: false,
      apiUrl: "http://inngest:8288",
      eventUrl: "http://events:1",
      serveOrigin: "http://tom:3000",
    });
  });

  it("names everything that is wrong at once, alone or together", () => {
    const text = problems({
      PORT: "http",
      LOG_LEVEL: "loud",
      TOM_ORIGIN: "https://tom.example.org",
      TOM_ADMIN_USERNAME: "root",
      INNGEST_DEV: "1",
      TOM_BROKERS: "alerce,nobody,fink,nothing",
      TOM_BACKUP_SCHEDULE: "61 * * * *",
    });
    for (const name of [
      "PORT",
      "LOG_LEVEL",
      "TOM_SECRET",
      "TOM_ADMIN_PASSWORD",
      "INNGEST_DEV",
      "TOM_BACKUP_SCHEDULE",
    ]) {
      expect(text).toContain(name);
    }
    expect(text).toContain("TOM_BROKERS: no broker is called nobody, nothing; there is alerce, antares,");
  });

  it("takes an empty text for nothing said", () => {
    const empty = Object.fromEntries(wrong.map(([name]) => [name, ""]));
    expect(parseEnv({ NODE_ENV: "production", HOST: " ", TOM_DATA_DIR: "", ...empty })).toEqual(
      parseEnv({ NODE_ENV: "production" }),
    );
  });

  it("knows where events go: by https, or plain to a private address that is allowed, and always signed", () => {
    const TOM_WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const parsed = parseEnv({
      TOM_WEBHOOK_URL: "http://127.0.0.1:4020/tom",
      TOM_WEBHOOK_SECRET,
      TOM_WEBHOOK_EVENTS: "target_post_save, comment_post_save",
      TOM_ALLOW_PRIVATE_HOSTS: "localhost:1025,127.0.0.1:4020",
    });
    expect(parsed.webhook).toEqual({
      url: "http://127.0.0.1:4020/tom",
      secret: TOM_WEBHOOK_SECRET,
      events: ["target_post_save", "comment_post_save"],
    });
    expect(parseEnv({ TOM_WEBHOOK_URL: "https://example.org", TOM_WEBHOOK_SECRET }).webhook?.events).toBeUndefined();
    expect(parseEnv({ TOM_WEBHOOK_SECRET }).webhook).toBeUndefined();
    expect(problems({ TOM_WEBHOOK_URL: "https://example.org" })).toContain("TOM_WEBHOOK_SECRET");
  });

  it("allows Inngest's development mode outside production only", () => {
    expect(() => parseEnv({ NODE_ENV: "development", INNGEST_DEV: "1" })).not.toThrow();
    expect(problems({ INNGEST_DEV: "0" })).toBe("");
  });

  it("makes no demo where others can reach it", () => {
    const secret = "x".repeat(32);
    expect(parseEnv({ TOM_ORIGIN: "https://tom.example.org", TOM_SECRET: secret }).demo).toBe(false);
    expect(parseEnv({ TOM_ORIGIN: "http://tom.example.org" }).demo).toBe(false);
    expect(parseEnv({ TOM_DEMO: "0" }).demo).toBe(false);
  });

  it("takes lists of networks and of hosts with their ports", () => {
    const lists = {
      TOM_TRUSTED_PROXIES: "10.0.0.0/8, 2001:db8::/32,192.0.2.1",
      TOM_ALLOW_PRIVATE_HOSTS: "[::1]:1, db:8080",
    };
    expect(parseEnv(lists)).toMatchObject({
      trustedProxies: ["10.0.0.0/8", "2001:db8::/32", "192.0.2.1"],
      allowPrivateHosts: ["[::1]:1", "db:8080"],
    });
  });

  it("never repeats a secret in what it complains about", () => {
    expect(problems({ TOM_SECRET: "hunter2", LOG_LEVEL: "loud" })).not.toContain("hunter2");
  });

  it("is documented: each name that is read stands in .env.example", () => {
    const documented = readFileSync(".env.example", "utf8");
    const source = ["env", "inngest", "webhook"].map((name) => readFileSync(`lib/env/${name}.ts`, "utf8")).join("\n");
    const read = new Set(source.match(/\b[A-Z]+(?:_[A-Z]+)+\b|\b(?:PORT|HOST)\b/g));
    const notForOperators = ["NODE_ENV", "NEXTAUTH_URL", "MAX_SAFE_INTEGER"];
    expect([...read].filter((name) => !notForOperators.includes(name) && !documented.includes(name))).toEqual([]);
  });
});
