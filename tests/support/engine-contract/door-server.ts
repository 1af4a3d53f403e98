import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { GET, POST, PUT } from "@/app/api/inngest/route";

/** The route of the house behind a plain HTTP server on loopback, as Inngest finds it. */
export async function startDoorServer(): Promise<{ origin: string; close(): Promise<void> }> {
  const handlers: Record<string, (request: Request) => Promise<Response>> = { GET, POST, PUT };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const handler = handlers[request.method ?? ""];
    const reply = handler
      ? await handler(
          new Request(`http://${request.headers.host}${request.url}`, {
            method: request.method ?? "GET",
            headers: request.headers as Record<string, string>,
            ...(body.length > 0 ? { body } : {}),
          }),
        )
      : new Response(null, { status: 405 });
    response.writeHead(reply.status, Object.fromEntries(reply.headers));
    response.end(await reply.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
