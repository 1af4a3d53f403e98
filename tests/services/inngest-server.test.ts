import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { hookRuns, outbox } from "@/db/schema/events";
import { eventOf } from "@/inngest/events";
import { newId } from "@/lib/core/ids";
import { laneOf } from "@/lib/hooks/registry";
import { emitSaves, newTargetIds, reference, until } from "@/tests/support/engine-bed";
import type { ContractBed, MakeBed } from "@/tests/support/engine-contract/bed";
import { inngestBed } from "@/tests/support/engine-contract/inngest-bed";
import { engineContract } from "@/tests/support/engine-contract/suite";
import { keys } from "@/tests/support/inngest-driver/keys";
import { type InngestServer, inngestIsOurs, inngestMissing, startInngest } from "@/tests/support/inngest-server";

const isMissing = (await inngestMissing()) !== null;

const devMode = (url: string): Record<string, string> => ({
  INNGEST_DEV: url,
  INNGEST_BASE_URL: "",
  INNGEST_EVENT_KEY: "",
  INNGEST_SIGNING_KEY: "",
  TOM_INNGEST_APP_ID: `tom-test-${newId().slice(-8)}`,
});

/** The contract's bed on a server; events are brought again through its own door. */
async function bedOn(
  server: InngestServer,
  dev: boolean,
  ...[handlers, options]: Parameters<MakeBed>
): Promise<ContractBed> {
  const bed = await inngestBed(server.url, handlers, options, { more: dev ? devMode(server.url) : {} });
  const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const reply = await fetch(new URL(path, server.url), { method: "POST", body: JSON.stringify(body) });
    expect(reply.status).toBe(200);
    return (await reply.json()) as Record<string, unknown>;
  };
  const invoke = async (id: string): Promise<void> => {
    const event = await post(`/invoke/${id}`, { data: {} });
    const runs = new URL(`/v1/events/${event.id}/runs`, server.url);
    await until(async () => {
      const reply = await fetch(runs, { headers: { authorization: `Bearer ${keys.signingKey}` } });
      const { data } = (await reply.json()) as { data: { status: string }[] | null };
      return data?.[0]?.status === "Completed";
    });
  };
  return {
    ...bed,
    async bringAgain() {
      const rows = await bed.database.read
        .select({ id: hookRuns.id, hook: hookRuns.hook, handler: hookRuns.handler, event: outbox.id })
        .from(hookRuns)
        .innerJoin(outbox, eq(outbox.pk, hookRuns.outboxPk));
      const events = rows.flatMap((row) => {
        const name = eventOf(laneOf(row.hook, row.handler));
        return [`${row.event}/${row.handler}/1`, newId()].map((key) => ({ id: key, name, data: { id: row.id, key } }));
      });
      await post(`/e/${keys.eventKey}`, events);
    },
    async tick(task) {
      const id = `${bed.settings.appId}-task-${task}`;
      await Promise.all([invoke(id), invoke(id)]);
    },
    async destroy() {
      await bed.destroy();
      await server.close();
    },
  };
}

describe.skipIf(isMissing || !(await inngestIsOurs()))("an Inngest server of one's own", () => {
  engineContract("a self-hosted server with keys", async (...given) =>
    bedOn(await startInngest(keys), false, ...given),
  );

  describe("that is killed and wiped", () => {
    let close: (() => Promise<void>) | undefined;
    afterEach(() => close?.());

    it("and comes back costs no effect and doubles none", { timeout: 180_000 }, async () => {
      const effects = new Map<string, number>();
      const handler = reference("effect", async ({ target }) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        effects.set(target.id, (effects.get(target.id) ?? 0) + 1);
      });
      const server = await startInngest(keys);
      const bed = await inngestBed(server.url, [handler], {}, { lostAfterMs: 3_000 });
      close = async () => {
        await bed.destroy();
        await server.close();
      };
      const ids: string[] = [];
      for (let round = 1; round <= 2; round++) {
        const more = newTargetIds(60);
        ids.push(...more);
        await emitSaves(bed.ctx, more);
        await until(() => effects.size > (round - 1) * 60 + 5, 60_000);
        await server.control?.kill9();
        server.control?.wipe();
        await server.control?.restart();
        await until(() => effects.size === ids.length, 60_000);
      }
      await until(async () => (await bed.database.read.$count(hookRuns, eq(hookRuns.status, "done"))) === ids.length);
      expect([...effects.values()].filter((count) => count !== 1)).toEqual([]);
    });
  });
});

describe.skipIf(isMissing)("the dev server of Inngest", () => {
  engineContract("a dev server, unsigned", async (...given) => bedOn(await startInngest(null), true, ...given));
});
