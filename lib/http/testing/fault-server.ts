import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

/** A server on loopback that answers by a script, or misbehaves on demand. For tests of whatever speaks HTTP. */

export type Answer = { status?: number; headers?: Record<string, string>; body?: string | Uint8Array };

export type Seen = { method: string; url: URL; headers: Record<string, string>; body: string };

export type Fault =
  | { kind: "hang" }
  | { kind: "drip" }
  | { kind: "reset" }
  | { kind: "status"; status: number; headers?: Record<string, string>; body?: string; contentType?: string }
  | { kind: "truncated" }
  | { kind: "broken-off" }
  | { kind: "html" }
  | { kind: "text"; body: string }
  | { kind: "gzip-bomb"; decodedBytes: number }
  | { kind: "redirect"; to: string };

export type FaultServer = {
  origin: string;
  /** For `allowPrivateHosts`. */
  hostAndPort: string;
  seen: Seen[];
  /** Null answers by the script. */
  fault: Fault | null;
  close(): Promise<void>;
};

const json = { "content-type": "application/json" };

/** One gzip member of zeros, repeated: a bomb costs the test nothing to build. */
function bombOf(decodedBytes: number): Buffer {
  const member = gzipSync(Buffer.alloc(1_000_000, 0x20));
  return Buffer.concat(Array.from({ length: Math.ceil(decodedBytes / 1_000_000) }, () => member));
}

function drip(response: ServerResponse): void {
  response.writeHead(200, json);
  response.write("[");
  const timer = setInterval(() => response.write(" "), 100);
  response.on("close", () => clearInterval(timer));
}

/** The scripted answer, cut in the middle of its text but complete as HTTP. */
function truncated(response: ServerResponse, scripted: Answer): void {
  const whole = Buffer.from(scripted.body ?? "");
  const cut = whole.subarray(0, Math.max(1, Math.floor(whole.length * 0.6)));
  response.writeHead(200, json).end(cut);
}

function brokenOff(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { ...json, "content-length": "100000" });
  response.write('{"items": [', () => request.socket.destroy());
}

function misbehave(fault: Fault, request: IncomingMessage, response: ServerResponse, scripted: Answer): void {
  switch (fault.kind) {
    case "hang":
      return;
    case "drip":
      drip(response);
      return;
    case "reset":
      request.socket.destroy();
      return;
    case "status":
      response.writeHead(fault.status, { "content-type": fault.contentType ?? "text/html", ...fault.headers });
      response.end(fault.body ?? "<html><body><h1>Internal detail that nobody should read</h1></body></html>");
      return;
    case "truncated":
      truncated(response, scripted);
      return;
    case "broken-off":
      brokenOff(request, response);
      return;
    case "html":
      response
        .writeHead(200, { "content-type": "text/html" })
        .end("<!doctype html><title>Down for maintenance</title>");
      return;
    case "text":
      response.writeHead(200, json).end(fault.body);
      return;
    case "gzip-bomb":
      response.writeHead(200, { ...json, "content-encoding": "gzip" }).end(bombOf(fault.decodedBytes));
      return;
    case "redirect":
      response.writeHead(302, { location: fault.to }).end();
      return;
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

export async function startFaultServer(script: (seen: Seen) => Answer): Promise<FaultServer> {
  const state: FaultServer = { origin: "", hostAndPort: "", seen: [], fault: null, close: async () => {} };
  const server = createServer((request, response) => {
    void readAll(request)
      .then((body) => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join(", ") : (value ?? ""),
          ]),
        );
        const seen: Seen = {
          method: request.method ?? "",
          url: new URL(request.url ?? "/", state.origin),
          headers,
          body,
        };
        state.seen.push(seen);
        const answer = script(seen);
        if (state.fault) misbehave(state.fault, request, response, answer);
        else response.writeHead(answer.status ?? 200, { ...json, ...answer.headers }).end(answer.body ?? "");
      })
      .catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  state.hostAndPort = `127.0.0.1:${port}`;
  state.origin = `http://${state.hostAndPort}`;
  state.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return state;
}
