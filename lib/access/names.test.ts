import { describe, expect, it } from "vitest";
import { checkGroupName, checkUsername, usernameKey } from "./names";
import { networkOf } from "./network";
import { passwordProblem } from "./password-rules";
import { hashPassword, isPassword } from "./passwords";

describe("account names", () => {
  it("take letters, digits, dot, underscore and hyphen, in one form whatever the keyboard", () => {
    expect(checkUsername("  Ｖera.Rubin_1-a ")).toEqual({ ok: true, value: "Vera.Rubin_1-a" });
    expect(usernameKey("ＶERA")).toBe("vera");
  });
  it("refuse what could look like another name", () => {
    for (const name of ["vеra", "véra", "ve ra", ".vera", "vera\u200b", "ve\u0000ra", "x".repeat(51), "   "]) {
      expect(checkUsername(name).ok, JSON.stringify(name)).toBe(false);
    }
  });
  it("of groups may be words of any script, but nothing unseen", () => {
    expect(checkGroupName(" Suche  nach   Überresten ")).toEqual({ ok: true, value: "Suche nach Überresten" });
    for (const name of ["a\u202eb", "a\nb", "", "\u200b", "x".repeat(81)]) expect(checkGroupName(name).ok).toBe(false);
  });
});

describe("networks", () => {
  it("are the /24 of IPv4 and the /64 of IPv6 addresses, however they are written", () => {
    expect(networkOf("192.0.2.77")).toBe("192.0.2.0/24");
    expect(networkOf("::ffff:192.0.2.77")).toBe("192.0.2.0/24");
    expect(networkOf("2001:db8:0:1::99")).toBe("2001:db8:0:1::/64");
    expect(networkOf("2001:0DB8:0000:0001:ffff:0:0:1")).toBe("2001:db8:0:1::/64");
    expect(networkOf("::1")).toBe("0:0:0:0::/64");
    expect(networkOf("fe80::1%eth0")).toBe("fe80:0:0:0::/64");
    expect(networkOf("")).toBe("unknown");
  });
});

describe("passwords", () => {
  it("have ten characters, are not the name and not among the first guesses", () => {
    for (const password of [
      "short",
      "password123!",
      "1234567890",
      "aaaaaaaaaaaa",
      "vera.rubin1928",
      "Qwertyuiop1",
      "x".repeat(201),
    ]) {
      expect(passwordProblem(password, "vera.rubin"), password).not.toBeNull();
    }
    expect(passwordProblem("seven sisters rise", "vera.rubin")).toBeNull();
  });
  it("are argon2id with 19 MiB and two passes, and match in either Unicode form", async () => {
    const hash = await hashPassword("cafe\u0301 au lait");
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await isPassword(hash, "caf\u00e9 au lait")).toBe(true);
    expect(await isPassword(hash, "cafe au lait")).toBe(false);
    expect(await isPassword(null, "anything")).toBe(false);
  });
});
