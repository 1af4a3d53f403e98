import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { housePassword } from "@/tests/support/furnish";
import { bearer, type Site, startSite } from "@/tests/support/site";

/** Rule S7: what must stay secret stands in no file, no log and no answer. */

const secret = "a-secret-of-this-installation-0123456789";
const brokerToken = "broker-credential-0123456789";
const newPassword = "another quiet meridian 53";

let site: Site;
const used: Record<string, string> = {};
beforeAll(async () => {
  site = await startSite({ TOM_SECRET: secret, LASAIR_ZTF_TOKEN: brokerToken, LOG_LEVEL: "trace" });
  const member = await site.signIn("member");
  used["a session's cookie"] = (member.cookie ?? "").split("session=")[1] ?? "missing";
  const made = await site.act("createTokenAction", member, { name: "At rest", scope: "write", days: 1 });
  used["a new token"] = (made.result as { ok: true; data: { token: string } }).data.token;
  used["an older token"] = site.tokens.read;
  const given = { currentPassword: housePassword, newPassword, repeatPassword: newPassword };
  await site.act("changePasswordAction", member, given);
  used["a password"] = housePassword;
  used["a new password"] = newPassword;
  used["the installation's secret"] = secret;
  used["a broker's credential"] = brokerToken;
  // Something of every kind that is logged: served, refused, wrong.
  await site.ask("GET", "/api/v1/me", { headers: bearer(site.tokens.read) });
  await site.ask("POST", "/api/v1/targets", { headers: bearer(site.tokens.write), body: { name: "" } });
  await site.ask("GET", "/api/v1/me", { headers: bearer(`${site.tokens.write}x`) });
  await site.signIn("member", "a wrong password of nobody").catch(() => undefined);
  used["a wrong password"] = "a wrong password of nobody";
});
afterAll(() => site?.close());

describe("what must stay secret", () => {
  it("stands in no file of the data folder, the log of the database included", () => {
    const { dataDir } = site.app;
    const files = readdirSync(dataDir).filter((name) => statSync(join(dataDir, name)).isFile());
    expect(files).toContain("tom.db");
    for (const name of files) {
      const text = readFileSync(join(dataDir, name)).toString("latin1");
      for (const [what, value] of Object.entries(used)) expect(text.includes(value), `${what} in ${name}`).toBe(false);
    }
  });

  it("stands in nothing that the process says, at any level", () => {
    const said = site.app.output();
    for (const [what, value] of Object.entries(used)) expect(said.includes(value), what).toBe(false);
  });

  it("stands on no page that shows sessions, tokens or brokers", async () => {
    const headers = await site.signIn("member", newPassword);
    const administrator = await site.signIn("administrator");
    const asked: [string, Record<string, string>][] = [
      ["/profile", headers],
      ["/alerts", headers],
      ["/api/v1/brokers", headers],
      ["/people/audit", administrator],
      ["/api/health/metrics", administrator],
    ];
    for (const [path, who] of asked) {
      const text = await (await site.ask("GET", path, { headers: who })).text();
      for (const [what, value] of Object.entries(used)) expect(text.includes(value), `${what} on ${path}`).toBe(false);
    }
  });

  it("is kept in files that only their owner reads", () => {
    const mode = (name: string): number => statSync(join(site.app.dataDir, name)).mode & 0o077;
    expect(mode("server.json")).toBe(0);
    expect(statSync(site.app.dataDir).mode & 0o077).toBe(0);
  });
});
