import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest } from "inngest";
import { serve } from "inngest/node";

/** An app of one empty function, as the Inngest SDK makes it: what the server and the SDK cost by themselves. */
export async function startBareFunction(url: string, keys: { eventKey: string; signingKey: string }) {
  const client = new Inngest({ id: "bare", isDev: false, ...keys });
  client.setEnvVars({ INNGEST_API_BASE_URL: url, INNGEST_EVENT_API_BASE_URL: url });
  const startedAt = new Map<number, number>();
  const only = client.createFunction({ id: "only", triggers: [{ event: "bench/bare" }] }, async ({ event }) => {
    const { n } = event.data as { n: number };
    startedAt.set(n, performance.now());
    return null;
  });
  const server = createServer(serve({ client, functions: [only] }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const registered = await fetch(`http://127.0.0.1:${port}/api/inngest`, { method: "PUT" });
  if (!registered.ok) throw new Error(`the bare function was not taken: ${await registered.text()}`);
  return {
    /** Milliseconds from before an event is sent to the start of the function. */
    async delay(n: number): Promise<number> {
      const sentAt = performance.now();
      await client.send({ name: "bench/bare", data: { n } });
      while (!startedAt.has(n)) {
        if (performance.now() - sentAt > 30_000) throw new Error("the bare function did not start");
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      return (startedAt.get(n) ?? 0) - sentAt;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
