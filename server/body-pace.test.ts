import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { type Pace, pace } from "./body-pace";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Sends a body in parts, one each `everyMs`, and answers with the status: 200, or 408 where it was too slow. */
async function sent(wanted: Pace, parts: readonly number[], everyMs: number): Promise<number> {
  server = createServer((incoming, response) => {
    let bytes = 0;
    incoming.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
    });
    incoming.on("end", () => response.end());
    pace(
      incoming,
      wanted,
      () => bytes,
      () => {
        response.statusCode = 408;
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, host: "127.0.0.1", method: "POST", agent: false }, (response) => {
      resolve(response.statusCode ?? 0);
      outgoing.destroy();
    });
    outgoing.on("error", reject);
    const rest = [...parts];
    const next = (): void => {
      const part = rest.shift();
      if (part === undefined) outgoing.end();
      else outgoing.write(Buffer.alloc(part), () => void setTimeout(next, everyMs));
    };
    next();
  });
}

const drip = (count: number, bytes: number): number[] => Array.from({ length: count }, () => bytes);

it("a body that drips is cut off, however long it would go on", async () => {
  expect(await sent({ totalMs: 60_000, leastBytes: 1_000, everyMs: 100 }, drip(1_000, 1), 5)).toBe(408);
});

it("a body that comes slowly, but comes, is read to its end", async () => {
  expect(await sent({ totalMs: 60_000, leastBytes: 100, everyMs: 200 }, drip(20, 20_000), 20)).toBe(200);
});

it("a body that takes longer than any may is cut off at whatever pace", async () => {
  expect(await sent({ totalMs: 200, everyMs: 20 }, drip(10_000, 20_000), 1)).toBe(408);
});
