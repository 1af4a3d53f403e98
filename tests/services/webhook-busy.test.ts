import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "@/tests/support/engine-bed";
import { bearer, type Site, startSite } from "@/tests/support/site";
import { startWebhookReceiver, type WebhookReceiver } from "@/tests/support/webhook-receiver";

/** The built app with a webhook, and what people are told of it while its receiver does not take what is sent. */

type Run = { id: string; handler: string; status: string; attempts: number; error: string | null };

const secret = `whsec_${Buffer.from("a key of the tests, 32 bytes long").toString("base64")}`;

const started = (url: string, more: Record<string, string> = {}): Promise<Site> =>
  startSite({ TOM_WEBHOOK_URL: url, TOM_WEBHOOK_SECRET: secret, TOM_WEBHOOK_EVENTS: "target_post_save", ...more });

/** The run of the webhook for a target that is made now, once it is as it should be. */
async function runOf(site: Site, isRight: (run: Run) => boolean): Promise<Run> {
  const headers = bearer(site.tokens.write);
  const body = { name: "AT 2026told", raDeg: 10, decDeg: 20, groups: [site.group] };
  const made = await site.ask("POST", "/api/v1/targets", { headers, body });
  expect(made.status).toBe(201);
  const { id } = (await made.json()) as { id: string };
  return until(async () => {
    const reply = await site.ask("GET", `/api/v1/hook-runs?objectId=${id}&handler=signedWebhook`, { headers });
    const { items } = (await reply.json()) as { items: Run[] };
    return items.find(isRight) ?? null;
  }, 30_000);
}

const pageOf = async (site: Site, { id }: Run): Promise<string> => {
  const page = await site.ask("GET", `/automation/runs/${id}`, { headers: await site.signIn("administrator") });
  return (await page.text()).replaceAll("<!-- -->", "");
};

describe("a receiver that asks for time", () => {
  let site: Site;
  let receiver: WebhookReceiver;
  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    receiver.fault = { kind: "status", status: 503, headers: { "retry-after": "600" } };
    site = await started(receiver.origin, { TOM_ALLOW_PRIVATE_HOSTS: receiver.hostAndPort });
  });
  afterAll(async () => {
    await site?.close();
    await receiver.close();
  });

  it("is waited for: the run's page says until when, nobody is offered to hurry it, and who asks is told why not", async () => {
    const run = await runOf(site, ({ status, attempts }) => status === "queued" && attempts === 1);
    const page = await pageOf(site, run);
    expect(page).toContain("wants to be left alone until");
    expect(page).not.toContain("Try this run now");
    const headers = bearer(site.tokens.write);
    const retried = await site.ask("POST", `/api/v1/hook-runs/${run.id}/retry`, { headers });
    expect(retried.status).toBe(409);
    expect(await retried.text()).toMatch(/wants to be left alone until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
    expect(receiver.seen).toHaveLength(1);
  });
});

describe("an address that this TOM does not call", () => {
  let site: Site;
  beforeAll(async () => {
    site = await started("https://127.0.0.1:9/hooks");
  });
  afterAll(() => site?.close());

  it("fails the run at its first attempt, and its page says why", async () => {
    const run = await runOf(site, ({ status }) => status === "failed");
    expect(run.attempts).toBe(1);
    expect(await pageOf(site, run)).toContain("this TOM does not call private addresses");
  });
});
