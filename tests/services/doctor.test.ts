import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "@/scripts/steps/checkout.mjs";
import { type RunningApp, startApp } from "@/tests/support/app";
import { startChild } from "@/tests/support/child";
import { freePort } from "@/tests/support/free-port";

/** What `npm run tom -- doctor` says in a shell that was not told what the running server was told. */

type Finding = { check: string; state: string; text: string };

const token = "quiet-meridian-lanterns-52";
let app: RunningApp;
let brokerUrl: string;

beforeAll(async () => {
  // Nobody listens there: what is asked at this address fails at once.
  brokerUrl = `http://127.0.0.1:${await freePort()}/list.json`;
  const env = { TOM_DEMO: "0", TOM_BROKERS: "mybroker", MYBROKER_URL: brokerUrl, HERMES_TOKEN: token };
  app = await startApp({ env });
});
afterAll(async () => {
  await app.stop();
});

async function doctor(settings: Record<string, string>): Promise<{ findings: Finding[]; said: string }> {
  const { PATH, HOME, TMPDIR } = process.env;
  const child = startChild(process.execPath, [join(root, "scripts/tom.mjs"), "doctor", "--json"], {
    cwd: root,
    env: { PATH, HOME, TMPDIR, TOM_DATA_DIR: app.dataDir, TOM_BROKERS: "mybroker", ...settings },
  });
  await child.ended;
  const said = child.output();
  return { findings: (JSON.parse(said) as { checks: Finding[] }).checks, said };
}

const textOf = (findings: Finding[], check: string): string => findings.find((one) => one.check === check)?.text ?? "";

describe("the doctor beside a running server", () => {
  it("names the settings in which its shell differs, no value of them, and asks the server for its own state", async () => {
    const { findings, said } = await doctor({ LOG_LEVEL: "error", TOM_DEMO: "0" });
    expect(textOf(findings, "settings")).toContain(
      `the running server at ${app.origin} has others: HERMES_TOKEN (not set here), LOG_LEVEL (another value here), MYBROKER_URL (not set here)`,
    );
    expect(textOf(findings, "engine")).toBe(`the running server at ${app.origin} says ok`);
    expect(said).not.toContain(token);
    expect(said).not.toContain(brokerUrl);
  }, 120_000);

  it("says that they are the same where they are", async () => {
    const same = { LOG_LEVEL: "warn", TOM_DEMO: "0", MYBROKER_URL: brokerUrl, HERMES_TOKEN: token };
    const { findings } = await doctor(same);
    expect(textOf(findings, "settings")).toBe(`this shell's, the same as those of the running server at ${app.origin}`);
  }, 120_000);
});
