import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymous } from "@/lib/core/actor";
import { isTomError } from "@/lib/core/errors";
import { signIn } from "./commands/sign-in";
import { createTestPeople, type TestPeople, testPassword } from "./testing";
import { networkLimit } from "./throttle";

let people: TestPeople;
beforeAll(async () => {
  people = await createTestPeople();
  await people.user("target");
});
afterAll(() => people.database.destroy());

const attempt = async (username: string, password: string, network: string): Promise<string> => {
  try {
    await signIn({ ctx: people.as(anonymous), input: { username, password }, from: { network, userAgent: "" } });
    return "in";
  } catch (error) {
    if (!isTomError(error)) throw error;
    if (error.code === "LIMIT_EXCEEDED") expect(error.retryAfterS).toBeGreaterThan(0);
    return error.code;
  }
};
const count = (results: string[], code: string): number => results.filter((result) => result === code).length;

describe("guessing", () => {
  it("checks at most 10 passwords in 15 minutes, from one network or a hundred, one by one or all at once", async () => {
    const guesses = Array.from({ length: 500 }, (_, n) => attempt("target", `guess ${n}`, `10.0.${n % 100}.0/24`));
    const results = await Promise.all(guesses);
    expect(count(results, "UNAUTHENTICATED")).toBe(10);
    expect(count(results, "LIMIT_EXCEEDED")).toBe(490);
  });

  it("is refused with the right password too while the lock holds, and allowed again after it", async () => {
    expect(await attempt("target", testPassword, "10.9.9.0/24")).toBe("LIMIT_EXCEEDED");
    people.clock.advance(15 * 60_000 + 1000);
    expect(await attempt("target", testPassword, "10.9.9.0/24")).toBe("in");
  });

  it("by others does not lock out a person on a network she signed in from", async () => {
    await people.user("resident");
    expect(await attempt("resident", testPassword, "192.0.2.0/24")).toBe("in");
    for (let n = 0; n < 12; n++) await attempt("resident", "wrong", `10.1.${n}.0/24`);
    expect(await attempt("resident", testPassword, "203.0.113.0/24")).toBe("LIMIT_EXCEEDED");
    expect(await attempt("resident", testPassword, "192.0.2.0/24")).toBe("in");
  });

  it("from a familiar network is limited to 10 as well", async () => {
    await people.user("neighbour");
    expect(await attempt("neighbour", testPassword, "192.0.2.0/24")).toBe("in");
    people.clock.advance(1);
    const results: string[] = [];
    for (let n = 0; n < 20; n++) results.push(await attempt("neighbour", "wrong", "192.0.2.0/24"));
    expect(count(results, "UNAUTHENTICATED")).toBe(10);
  });

  it("tells nothing about accounts that do not exist: they lock in the same way", async () => {
    const results: string[] = [];
    for (let n = 0; n < 12; n++) results.push(await attempt("no-such-account", "wrong", "10.2.0.0/24"));
    expect(results).toEqual([...Array(10).fill("UNAUTHENTICATED"), ...Array(2).fill("LIMIT_EXCEEDED")]);
  });

  it("over many accounts is limited per network", async () => {
    const results = await Promise.all(
      Array.from({ length: networkLimit + 20 }, (_, n) => attempt(`account-${n}`, "wrong", "10.3.0.0/24")),
    );
    expect(count(results, "UNAUTHENTICATED")).toBe(networkLimit);
  });

  it("over many accounts locks nobody out who signs in from that network", async () => {
    await people.user("same-proxy");
    expect(await attempt("same-proxy", testPassword, "10.5.0.0/24")).toBe("in");
    await Promise.all(Array.from({ length: networkLimit }, (_, n) => attempt(`made-up-${n}`, "wrong", "10.5.0.0/24")));
    expect(await attempt("one-more", "wrong", "10.5.0.0/24")).toBe("LIMIT_EXCEEDED");
    expect(await attempt("same-proxy", testPassword, "10.5.0.0/24")).toBe("in");
  });
});

describe("right sign-ins", () => {
  it("of one person all at once are no guesses", async () => {
    await people.user("busy");
    const results = await Promise.all(Array.from({ length: 40 }, () => attempt("busy", testPassword, "10.4.0.0/24")));
    expect(count(results, "in")).toBe(40);
  });
});
