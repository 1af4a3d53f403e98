import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { requestBegins } from "@/lib/core/waiting-requests";
import { announcesTooMuch, capBody, capOf } from "./body-cap";
import { tellLength } from "./body-length";
import { isDecodedUnasked, namesMax } from "./body-names";
import { type Pace, pace, uploadPace, usualPace } from "./body-pace";
import { clientAddress, isLoopback, type Networks, parseNetworks } from "./client-address";
import { oneByOne } from "./one-by-one";
import { explainRefusedMethod } from "./refused-method";
import { cleanHeaders, clientAddressHeader, loopbackHostOf } from "./request-headers";

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

export type FrontOptions = {
  /** Where requests go once they are clean; Next's handler in production. */
  handler: Handler;
  /** CIDR networks or addresses of the reverse proxies whose forwarded headers count. */
  trustedProxies?: readonly string[];
  /** The configured public address behind a proxy. Next compares the origin of actions with it; on https answers carry HSTS. */
  publicOrigin?: string;
  /** The port of the public address on loopback: each spelling of loopback at it is ours, whatever Host was asked. */
  loopbackPort?: string;
  maxBodyBytes?: number;
  /** The largest file that may be uploaded: the one request that may carry more than the others. */
  maxUploadBytes?: number;
  /** How fast uploads have to come. */
  uploadPace?: Pace;
  /** Development: upgrades are left to Next's hot reload. Otherwise they are refused: nothing here speaks WebSocket. */
  dev?: boolean;
  onError?: (error: unknown) => void;
};

export type Front = {
  server: Server;
  /** Resolves with the port, which matters when 0 was asked for; rejects with the system's error (EADDRINUSE, EACCES). */
  listen(port: number, host: string): Promise<number>;
  /** Accepts nothing more, lets running requests finish, and after `deadlineMs` cuts what is still open. */
  drain(deadlineMs: number): Promise<void>;
};

const headersTimeoutMs = 15_000;
const hstsYear = "max-age=31536000; includeSubDomains";
const keepAliveTimeoutMs = 20_000;
// How long a sender whose body was refused may go on sending before the line is cut.
const refusedBodyMs = 2_000;

function answer(response: ServerResponse, status: number, code: string, message: string, close = false): void {
  if (response.headersSent) return;
  const body = JSON.stringify({ error: { code, message, requestId: randomUUID() } });
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    ...(close ? { Connection: "close" } : {}),
  });
  response.end(body);
}

/** The path as Next will see it, decoded as often as it decodes, so that `/api//%69nternal` is not a second name. */
export function isInternalPath(url: string): boolean {
  let path = url.split(/[?#]/, 1)[0] ?? "";
  for (let round = 0; round < 3; round += 1) {
    try {
      path = decodeURIComponent(path);
    } catch {
      break;
    }
  }
  return /(^|[/\\])api[/\\]+(\.[/\\]+)*internal([/\\]|$)/i.test(path);
}

/** Whether its path can be decoded; Next would answer with a fault of ours. */
function isReadable(url: string): boolean {
  try {
    decodeURIComponent(url.split(/[?#]/, 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

/** What the parts around a file may add to it. */
const multipartBytes = 256 * 1024;

/** The one door that takes files, spelled as it is documented. */
const isUpload = (request: IncomingMessage): boolean =>
  request.method === "POST" && /^\/api\/v1\/data-products\/?(\?|$)/.test(request.url ?? "");

/** The Node HTTP front: it knows the socket, so client address, size caps and drain are decided here, before Next. */
export function createFront(options: FrontOptions): Front {
  const trusted: Networks = parseNetworks(options.trustedProxies ?? []);
  const running = new Set<ServerResponse>();
  const origin = options.publicOrigin === undefined ? null : new URL(options.publicOrigin);
  let draining = false;

  const capFor = (request: IncomingMessage): number =>
    options.maxBodyBytes ??
    (isUpload(request) && options.maxUploadBytes !== undefined
      ? options.maxUploadBytes + multipartBytes
      : capOf(request.url ?? ""));

  const refuseBody = (request: IncomingMessage, response: ServerResponse): void => {
    const most = isUpload(request) && options.maxUploadBytes !== undefined ? options.maxUploadBytes : capFor(request);
    const what = isUpload(request) ? "file" : "request";
    // The line stays open for a moment: a sender that is cut off in the middle never reads the answer.
    answer(response, 413, "LIMIT_EXCEEDED", `A ${what} may have at most ${most} bytes.`);
    cutSoon(request);
  };

  const refuseNames = (request: IncomingMessage, response: ServerResponse): void => {
    answer(response, 413, "LIMIT_EXCEEDED", `A form may have at most ${namesMax} fields.`);
    cutSoon(request);
  };

  const refuseLate = (request: IncomingMessage, response: ServerResponse): void => {
    answer(response, 408, "LIMIT_EXCEEDED", "The request came too slowly: nothing of it was kept.", true);
    cutSoon(request);
  };

  const cutSoon = (request: IncomingMessage): void => {
    const cut = setTimeout(() => request.destroy(), refusedBodyMs);
    cut.unref();
    request.once("close", () => clearTimeout(cut));
  };

  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    running.add(response);
    const ends = requestBegins();
    response.once("close", () => {
      ends();
      running.delete(response);
      if (draining) server.closeIdleConnections();
    });
    if (draining) response.setHeader("Connection", "close");
    const peer = request.socket.remoteAddress ?? "";
    const trustedProxy = trusted.contains(peer);
    const forwardedFor = request.headers["x-forwarded-for"];
    const client = clientAddress(peer, typeof forwardedFor === "string" ? forwardedFor : undefined, trusted);
    // A forwarded request is never internal: the hand-over to the owner comes straight from this machine.
    const internal = isLoopback(peer) && isLoopback(client) && forwardedFor === undefined;
    cleanHeaders(request.headers, { trustedProxy, dev: options.dev ?? false });
    request.headers[clientAddressHeader] = client;
    if (origin) {
      request.headers["x-forwarded-host"] = origin.host;
      request.headers["x-forwarded-proto"] = origin.protocol.slice(0, -1);
      if (origin.protocol === "https:") response.setHeader("Strict-Transport-Security", hstsYear);
    } else if (options.loopbackPort !== undefined) {
      const host = loopbackHostOf(request.headers.origin, options.loopbackPort);
      if (host !== null) request.headers["x-forwarded-host"] = host;
    }
    if (isInternalPath(request.url ?? "") && !internal) {
      answer(response, 404, "NOT_FOUND", "No such page.");
      return;
    }
    if (!isReadable(request.url ?? "")) {
      answer(
        response,
        400,
        "INVALID_INPUT",
        "The address is not written as addresses are: a % stands for itself as %25.",
      );
      return;
    }
    if (request.method === "TRACE" || request.method === "CONNECT") {
      answer(response, 405, "INVALID_INPUT", "This method is not served.");
      return;
    }
    const capBytes = capFor(request);
    if (announcesTooMuch(request, capBytes)) {
      request.resume();
      refuseBody(request, response);
      return;
    }
    const caps = { bytes: capBytes, names: isDecodedUnasked(request.url ?? "") ? namesMax : undefined };
    const body = capBody(request, caps, (what) =>
      what === "names" ? refuseNames(request, response) : refuseBody(request, response),
    );
    const wanted = isUpload(request) ? (options.uploadPace ?? uploadPace) : usualPace;
    pace(request, wanted, body.seenBytes, () => {
      body.stop();
      refuseLate(request, response);
    });
    explainRefusedMethod(request, response);
    tellLength(response);
    Promise.resolve()
      .then(() => options.handler(request, response))
      .catch((error: unknown) => {
        // After a refused body the handler's reader fails by design; that is no news.
        if (response.writableEnded) return;
        options.onError?.(error);
        answer(response, 500, "INTERNAL", "Something went wrong here.", true);
      });
  };

  const onRequest = oneByOne(serve);
  // How long a body may take is looked at request by request: a large file takes longer than any other.
  const server = createServer({ headersTimeout: headersTimeoutMs, requestTimeout: 0 }, onRequest);
  server.keepAliveTimeout = keepAliveTimeoutMs;
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    if (!announcesTooMuch(request, capFor(request))) response.writeContinue();
    onRequest(request, response);
  });
  if (!options.dev) {
    server.on("upgrade", (_request: IncomingMessage, socket: Duplex) => {
      socket.end("HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    });
  }
  // Upgraded connections are no longer the server's own; they are cut by hand at the end.
  const sockets = new Set<Duplex>();
  server.on("connection", (socket: Duplex) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });

  return {
    server,
    listen: (port, host) => listen(server, port, host),
    drain: (deadlineMs) => {
      draining = true;
      for (const response of running) if (!response.headersSent) response.setHeader("Connection", "close");
      return close(server, sockets, deadlineMs);
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server, sockets: ReadonlySet<Duplex>, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, deadlineMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
