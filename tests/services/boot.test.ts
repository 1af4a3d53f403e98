import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { freshDataDir, spawnApp, startApp } from "@/tests/support/app";
import { addPerson, furnish, housePassword } from "@/tests/support/furnish";
import { signIn } from "@/tests/support/sign-in";

/** Rules S15, R6 and R26: a start that cannot be right ends in one clear line and exit code 1, and touches nothing. */

const complaints = (output: string): string[] => output.split("\n").filter((line) => /^tom: /.test(line));

type Options = NonNullable<Parameters<typeof spawnApp>[0]>;

/** What a start ends with: one line, and, where several things are wrong, one for each below it. */
async function refusalOf(options: Options): Promise<string> {
  const { child } = await spawnApp({ ...options, env: { TOM_DEMO: "0", ...options.env } });
  expect(await child.ended, child.output()).toBe(1);
  expect(child.output()).not.toMatch(/^\s+at /m);
  expect(child.output()).not.toMatch(/^Ready on/m);
  const lines = complaints(child.output());
  expect(lines, child.output()).toHaveLength(1);
  return child.output().slice(child.output().indexOf("tom: "));
}

const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      // The lock is taken and given back; the -shm file is scratch space of whoever reads.
      .filter((name) => name !== "owner.lock" && name !== "secret" && !name.endsWith("-shm"))
      .map((name) => [
        name,
        createHash("sha256")
          .update(readFileSync(join(folder, name)))
          .digest("hex"),
      ]),
  );

describe("an environment that cannot be right stops the start", () => {
  const wrong: Record<string, { env: Record<string, string>; says: RegExp[] }> = {
    "unsigned calls of Inngest in production": { env: { INNGEST_DEV: "1" }, says: [/INNGEST_DEV/] },
    "https without a secret": { env: { TOM_ORIGIN: "https://tom.example.org" }, says: [/TOM_SECRET/] },
    "a short secret": { env: { TOM_SECRET: "short" }, says: [/TOM_SECRET.*32/] },
    "half of a first administrator": { env: { TOM_ADMIN_USERNAME: "root" }, says: [/TOM_ADMIN_PASSWORD/] },
    "a broker that is not there": { env: { TOM_BROKERS: "alerce,nobody" }, says: [/TOM_BROKERS.*nobody/] },
    "a proxy that is no network": { env: { TOM_TRUSTED_PROXIES: "the proxy" }, says: [/TOM_TRUSTED_PROXIES/] },
    "an address that is none": { env: { ALERCE_URL: "not an address" }, says: [/ALERCE_URL/] },
    "a database server that does not answer": {
      env: { TOM_DATABASE_URL: "http://127.0.0.1:9" },
      says: [/127\.0\.0\.1:9.*does not answer/],
    },
    "everything at once, each named": {
      env: {
        LOG_LEVEL: "loud",
        TOM_ANONYMOUS: "maybe",
        TOM_RATE_LIMIT: "fast",
        TOM_DEMO: "yes",
        TOM_ORIGIN: "https://tom.example.org",
        TOM_ADMIN_USERNAME: "root",
        INNGEST_DEV: "1",
        TOM_BROKERS: "nobody",
        TOM_BACKUP_SCHEDULE: "every night",
      },
      says: [
        /^ +LOG_LEVEL: /m,
        /^ +TOM_ANONYMOUS: /m,
        /^ +TOM_RATE_LIMIT: /m,
        /^ +TOM_DEMO: /m,
        /^ +TOM_SECRET: /m,
        /^ +TOM_ADMIN_USERNAME and TOM_ADMIN_PASSWORD: /m,
        /^ +INNGEST_DEV: /m,
        /^ +TOM_BROKERS: /m,
        /^ +TOM_BACKUP_SCHEDULE: /m,
      ],
    },
  };
  for (const [name, { env, says }] of Object.entries(wrong)) {
    it(name, async () => {
      const dataDir = freshDataDir();
      const told = await refusalOf({ dataDir, env });
      for (const pattern of says) expect(told).toMatch(pattern);
      expect(existsSync(join(dataDir, "tom.db"))).toBe(false);
    });
  }
});

describe("a database that cannot be used stops the start and stays as it is", () => {
  it("when it was written by a newer version", async () => {
    const dataDir = freshDataDir();
    await furnish(dataDir, async ({ database }) => {
      await database.write(async (tx) => {
        const later = Date.now() + 1e12;
        await tx.run(sql`INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', ${later})`);
      });
    });
    const before = contents(dataDir);
    expect(await refusalOf({ dataDir })).toMatch(/newer version/);
    expect(contents(dataDir)).toEqual(before);
  });

  it("when it is no database", async () => {
    const dataDir = freshDataDir();
    writeFileSync(join(dataDir, "tom.db"), "a letter, not a database".repeat(1_000));
    const before = contents(dataDir);
    expect(await refusalOf({ dataDir })).toMatch(/damaged or not a database/);
    expect(contents(dataDir)).toEqual(before);
  });

  it("when it was cut off", async () => {
    const dataDir = freshDataDir();
    await furnish(dataDir, (house) => addPerson(house, "member"));
    truncateSync(join(dataDir, "tom.db"), 8_192);
    const before = contents(dataDir);
    expect(await refusalOf({ dataDir })).toMatch(/damaged/);
    expect(contents(dataDir)).toEqual(before);
  });

  it("when its folder is a file", async () => {
    const file = join(freshDataDir(), "file");
    writeFileSync(file, "");
    expect(await refusalOf({ dataDir: file })).toMatch(/folder/);
  });
});

describe("the running process", () => {
  it("has one registry for its server and its routes: writes of the start, of requests and of handlers meet in one gate", async () => {
    const dataDir = freshDataDir();
    await furnish(dataDir, (house) => addPerson(house, "administrator", "admin"));
    const env = { TOM_ADMIN_USERNAME: "second", TOM_ADMIN_PASSWORD: housePassword, TOM_DEMO: "0", TOM_RATE_LIMIT: "0" };
    const app = await startApp({ dataDir, env });
    try {
      const { headers } = await signIn(app.origin, "administrator", housePassword);
      const metric = async (name: string): Promise<number> => {
        const text = await (await fetch(`${app.origin}/api/health/metrics`, { headers })).text();
        return Number(new RegExp(`^${name} (\\d+)`, "m").exec(text)?.[1] ?? "NaN");
      };
      const before = await metric("tom_writes_total");
      // The server's own, before any route was loaded, and the sign-in's.
      expect(before).toBeGreaterThanOrEqual(2);
      const body = JSON.stringify({ name: "One gate", raDeg: 1, decDeg: 1 });
      const answer = await fetch(`${app.origin}/api/v1/targets`, {
        method: "POST",
        headers: { ...headers, "Content-Type": "application/json" },
        body,
      });
      expect(answer.status).toBe(201);
      // The route's write, and at least claim and end of the handler's run, which the server's engine made.
      while ((await metric("tom_writes_total")) < before + 3) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await metric("tom_database_busy_total")).toBe(0);
    } finally {
      expect(await app.stop()).toBe(0);
    }
  });

  it("serves from a libSQL server as from a file", async ({ skip }) => {
    const { sqldMissing, startSqld } = await import("@/tests/support/sqld");
    const missing = await sqldMissing();
    skip(missing !== null, missing ?? "");
    const server = await startSqld();
    const env = { TOM_DATABASE_URL: server.url, TOM_DEMO: "1", TOM_DEMO_PASSWORD: housePassword };
    const app = await startApp({ env });
    try {
      const { headers } = await signIn(app.origin, "demo", housePassword);
      const answer = await fetch(`${app.origin}/api/v1/targets?q=2020oi`, { headers });
      expect(((await answer.json()) as { items: unknown[] }).items.length).toBeGreaterThan(0);
      expect((await fetch(`${app.origin}/targets`, { headers })).status).toBe(200);
    } finally {
      expect(await app.stop()).toBe(0);
      await server.close();
    }
  });
});
