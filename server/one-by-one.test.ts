import type { IncomingMessage, ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createFront, type Front } from "./front";

const fronts: Front[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(fronts.splice(0).map((front) => front.drain(200)));
});

type Kept = { url: string; response: ServerResponse };

/** A front that answers nothing by itself: what came to it, as it came. */
async function open(): Promise<{ port: number; kept: Kept[]; came(count: number): Promise<void> }> {
  const kept: Kept[] = [];
  let look = (): void => undefined;
  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    kept.push({ url: request.url ?? "", response });
    look();
  };
  const front = createFront({ handler });
  fronts.push(front);
  const came = (count: number): Promise<void> =>
    new Promise((resolve) => {
      look = () => void (kept.length >= count && resolve());
      look();
    });
  return { port: await front.listen(0, "127.0.0.1"), kept, came };
}

/** Sends all of them in one packet. `text` is what has come back by now. */
function sendTogether(port: number, urls: readonly string[]): { text(): string; closed: Promise<void> } {
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket);
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
  });
  socket.on("error", () => undefined);
  const closed = new Promise<void>((resolve) => void socket.once("close", () => resolve()));
  socket.write(urls.map((url) => `GET ${url} HTTP/1.1\r\nHost: x\r\n\r\n`).join(""));
  return { text: () => text, closed };
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `/${index}`);

describe("requests that a client sends without waiting for answers", () => {
  it("are worked on one after the other, and answered in their order", async () => {
    const { port, kept, came } = await open();
    const client = sendTogether(port, numbered(20));
    for (let count = 1; count <= 20; count += 1) {
      await came(count);
      expect(kept.map(({ url }) => url)).toEqual(numbered(count));
      const last = kept[count - 1];
      if (count === 20) last?.response.setHeader("Connection", "close");
      last?.response.end(`answer ${count}`);
    }
    await client.closed;
    expect(client.text().match(/answer \d+/g)).toEqual(Array.from({ length: 20 }, (_, at) => `answer ${at + 1}`));
  });

  it("are cut off when they are hundreds, and none but the first is worked on", async () => {
    const { port, kept, came } = await open();
    await sendTogether(port, numbered(500)).closed;
    expect(kept.map(({ url }) => url)).toEqual(["/0"]);
    sendTogether(port, ["/other"]);
    await came(2);
    expect(kept.map(({ url }) => url)).toEqual(["/0", "/other"]);
  });

  it("are forgotten when their sender has gone", async () => {
    const { port, kept, came } = await open();
    sendTogether(port, numbered(10));
    await came(1);
    const gone = new Promise<void>((resolve) => void kept[0]?.response.once("close", () => resolve()));
    for (const socket of sockets) socket.destroy();
    await gone;
    sendTogether(port, ["/other"]);
    await came(2);
    expect(kept.map(({ url }) => url)).toEqual(["/0", "/other"]);
  });
});
