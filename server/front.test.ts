import { type IncomingMessage, type RequestOptions, request, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createFront, type Front, type FrontOptions, isInternalPath } from "./front";

type Reply = { status: number; headers: IncomingMessage["headers"]; body: string };

const fronts: Front[] = [];
afterEach(async () => {
  await Promise.all(fronts.splice(0).map((front) => front.drain(200)));
});

const echo = (incoming: IncomingMessage, response: ServerResponse): void => {
  let bytes = 0;
  incoming.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
  });
  incoming.on("error", () => undefined);
  incoming.on("end", () => response.end(JSON.stringify({ bytes, headers: incoming.headers })));
};

async function open(options: Partial<FrontOptions> = {}): Promise<{ front: Front; port: number }> {
  const front = createFront({ handler: echo, ...options });
  fronts.push(front);
  return { front, port: await front.listen(0, "127.0.0.1") };
}

function send(port: number, options: RequestOptions = {}, parts: readonly Buffer[] = []): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, host: "127.0.0.1", agent: false, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const body = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    outgoing.on("error", reject);
    for (const part of parts) outgoing.write(part);
    outgoing.end();
  });
}

const seen = (reply: Reply): IncomingMessage["headers"] => JSON.parse(reply.body).headers;

describe("the length of what is streamed", () => {
  const stream = (incoming: IncomingMessage, response: ServerResponse): void => {
    response.setHeader("x-tom-length", "6");
    if (incoming.method !== "HEAD") response.write("abc");
    response.end(incoming.method === "HEAD" ? undefined : "def");
  };

  it.each(["GET", "HEAD"])("is told where a route knows it, and by its usual name only: %s", async (method) => {
    const { port } = await open({ handler: stream });
    const { headers, body } = await send(port, { method });
    expect(headers["content-length"]).toBe("6");
    expect(headers["x-tom-length"]).toBeUndefined();
    expect(headers["transfer-encoding"]).toBeUndefined();
    expect(body).toBe(method === "HEAD" ? "" : "abcdef");
  });
});

describe("headers at the front", () => {
  const forged = {
    "x-forwarded-for": "198.51.100.1",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    forwarded: "for=198.51.100.1",
    "x-real-ip": "198.51.100.1",
    "x-middleware-subrequest": "middleware:middleware",
    "x-nextjs-data": "1",
    "x-tom-client-address": "198.51.100.1",
    accept: "text/html",
  };

  it("lose what only a proxy or Next itself may say, and carry the address of the socket", async () => {
    const { port } = await open();
    const headers = seen(await send(port, { headers: forged }));
    const kept = Object.keys(headers).filter((name) => name in forged);
    expect(kept.sort()).toEqual(["accept", "x-tom-client-address"]);
    expect(headers["x-tom-client-address"]).toBe("127.0.0.1");
  });

  it("are believed from a trusted proxy, internal names excepted", async () => {
    const { port } = await open({ trustedProxies: ["127.0.0.1"] });
    const headers = seen(await send(port, { headers: forged }));
    expect(headers["x-tom-client-address"]).toBe("198.51.100.1");
    expect(headers["x-forwarded-host"]).toBe("evil.example");
    expect(headers["x-middleware-subrequest"]).toBeUndefined();
    expect(headers["x-nextjs-data"]).toBeUndefined();
  });
});

describe("the cap on bodies", () => {
  it("refuses an announced length before reading, with a reason as JSON", async () => {
    const { port } = await open({ maxBodyBytes: 1000 });
    const reply = await send(port, { method: "POST", headers: { "content-length": 1001 } }, [Buffer.alloc(1001)]);
    expect(reply.status).toBe(413);
    expect(JSON.parse(reply.body).error).toMatchObject({
      code: "LIMIT_EXCEEDED",
      message: expect.stringContaining("1000"),
    });
    expect(reply.headers.connection).toBe("close");
  });

  it("counts a body of unknown length, and the reader never sees a truncated one as whole", async () => {
    let whole = false;
    const handler = (incoming: IncomingMessage, response: ServerResponse): void => {
      incoming.on("end", () => {
        whole = true;
      });
      echo(incoming, response);
    };
    const { port } = await open({ maxBodyBytes: 1000, handler });
    const parts = [Buffer.alloc(600), Buffer.alloc(600)];
    const reply = await send(port, { method: "POST", headers: { "transfer-encoding": "chunked" } }, parts);
    expect(reply.status).toBe(413);
    expect(whole).toBe(false);
  });

  it("lets a body of exactly the cap through", async () => {
    const { port } = await open({ maxBodyBytes: 1000 });
    const reply = await send(port, { method: "POST", headers: { "transfer-encoding": "chunked" } }, [
      Buffer.alloc(1000),
    ]);
    expect(JSON.parse(reply.body).bytes).toBe(1000);
  });
});

describe("what anybody may send to a form", () => {
  const names = (count: number): Buffer =>
    Buffer.from(JSON.stringify([Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 1]))]));
  const post = (port: number, path: string, body: Buffer): Promise<Reply> =>
    send(port, { method: "POST", path, headers: { "transfer-encoding": "chunked" } }, [
      body.subarray(0, 999),
      body.subarray(999),
    ]);

  it("is refused when it has more fields than any form, before it is decoded", async () => {
    const { port } = await open();
    const reply = await post(port, "/sign-in", names(20_001));
    expect([reply.status, JSON.parse(reply.body).error.message]).toEqual([
      413,
      "A form may have at most 20000 fields.",
    ]);
    expect((await post(port, "/sign-in", names(20_000))).status).toBe(200);
  });

  it("may be long: a paste is one field", async () => {
    const { port } = await open();
    expect(
      (await post(port, "/targets/1", Buffer.from(JSON.stringify(["12:00:01,18.2\n".repeat(90_000)])))).status,
    ).toBe(200);
  });

  it.each(["/api/auth/callback/credentials", "/api/%61uth/signin"])("is short where one signs in: %s", async (path) => {
    const { port } = await open();
    const reply = await post(port, path, Buffer.alloc(17_000));
    expect([reply.status, JSON.parse(reply.body).error.message]).toEqual([
      413,
      "A request may have at most 16384 bytes.",
    ]);
  });
});

describe("internal paths", () => {
  it.each([
    "/api/internal",
    "/api/internal/ingest?x=1",
    "//api//internal/x",
    "/api/%69nternal/x",
    "/api/%2569nternal",
    "/API/Internal/",
  ])("%s is one", (path) => {
    expect(isInternalPath(path)).toBe(true);
  });

  it.each(["/api/internals", "/api/v1/targets?next=/api/internal", "/targets/api-internal", "/api/%ZZ"])(
    "%s is none",
    (path) => {
      expect(isInternalPath(path)).toBe(false);
    },
  );

  it("answer this machine, and nobody whose request was forwarded", async () => {
    const { port } = await open({ trustedProxies: ["127.0.0.1"] });
    expect((await send(port, { path: "/api/internal/ingest" })).status).toBe(200);
    const forwarded = await send(port, { path: "/api/internal/ingest", headers: { "x-forwarded-for": "203.0.113.9" } });
    expect(forwarded.status).toBe(404);
  });
});

describe("a configured public address", () => {
  it("is what Next sees as host, whatever the proxy passed on, and on https answers carry HSTS", async () => {
    const { port } = await open({ publicOrigin: "https://tom.example.org" });
    const reply = await send(port, { headers: { "x-forwarded-host": "evil.example.org" } });
    expect(seen(reply)["x-forwarded-host"]).toBe("tom.example.org");
    expect(reply.headers["strict-transport-security"]).toMatch(/max-age=\d{8}/);
    const plain = await open();
    expect((await send(plain.port)).headers["strict-transport-security"]).toBeUndefined();
  });

  it("on loopback is any spelling of it at our port, so that actions work however the page was opened", async () => {
    const { port } = await open({ loopbackPort: "3000" });
    const hostFor = async (origin: string) => seen(await send(port, { headers: { origin } }))["x-forwarded-host"];
    for (const host of ["localhost:3000", "127.0.0.1:3000", "[::1]:3000"])
      expect(await hostFor(`http://${host}`)).toBe(host);
    for (const other of [
      "http://localhost:3001",
      "https://localhost:3000",
      "http://localhost",
      "http://evil.example:3000",
    ])
      expect(await hostFor(other), other).toBeUndefined();
  });
});

describe("the drain", () => {
  it("lets a running request finish, closes its connection, and accepts nothing more", async () => {
    let release = (): void => undefined;
    let arrived = (): void => undefined;
    const atHandler = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const { front, port } = await open({
      handler: async (_incoming, response) => {
        arrived();
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        response.end("done");
      },
    });
    const running = send(port, { headers: { connection: "keep-alive" } });
    await atHandler;
    const drained = front.drain(5_000);
    await expect(send(port)).rejects.toThrow(/ECONNREFUSED/);
    release();
    const reply = await running;
    await drained;
    expect(reply.body).toBe("done");
    expect(reply.headers.connection).toBe("close");
  });

  it("cuts what does not end by its deadline", async () => {
    const { front, port } = await open({ handler: () => new Promise<void>(() => undefined) });
    const running = send(port);
    const outcome = expect(running).rejects.toThrow();
    await new Promise<void>((resolve) => {
      const half = connect(port, "127.0.0.1", () => resolve());
      half.on("error", () => undefined);
    });
    await front.drain(50);
    await outcome;
  });
});

describe("failures at the front", () => {
  it("become one JSON answer that tells nothing of the inside", async () => {
    const told: unknown[] = [];
    const { port } = await open({
      handler: () => Promise.reject(new Error("SQL and stack")),
      onError: (error) => told.push(error),
    });
    const reply = await send(port);
    expect(reply.status).toBe(500);
    expect(reply.body).not.toContain("SQL");
    expect(told).toHaveLength(1);
  });

  it("refuse an upgrade: nothing here speaks WebSocket", async () => {
    const { port } = await open();
    const upgrade = {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-key": "x",
      "sec-websocket-version": "13",
    };
    expect((await send(port, { headers: upgrade })).status).toBe(426);
  });

  it("reject a port in use with the system's own code", async () => {
    const { port } = await open();
    const second = createFront({ handler: echo });
    await expect(second.listen(port, "127.0.0.1")).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});

describe("a method that a route does not have", () => {
  const bare = (_incoming: IncomingMessage, response: ServerResponse): void => {
    response.statusCode = 405;
    response.end();
  };

  it("is refused with the methods that there are, and an error that programs can read", async () => {
    const { port } = await open({ handler: bare });
    const { status, headers, body } = await send(port, {
      method: "DELETE",
      path: "/api/v1/targets/abc/photometry?x=1",
    });
    expect(status).toBe(405);
    expect(headers).toMatchObject({
      allow: "GET, HEAD, POST, OPTIONS",
      "content-type": expect.stringContaining("json"),
    });
    const { error } = JSON.parse(body);
    expect(error).toMatchObject({
      code: "INVALID_INPUT",
      message: "DELETE is not possible at this address. Possible: GET, HEAD, POST.",
    });
    expect(headers["x-request-id"]).toBe(error.requestId);
  });

  it("is left as it is at other addresses, and where an answer says more already", async () => {
    const { port } = await open({ handler: bare });
    expect(await send(port, { method: "DELETE", path: "/targets" })).toMatchObject({ status: 405, body: "" });
    const saying = await open({
      handler: (_incoming, response) => {
        response.writeHead(405, { "content-type": "text/plain" }).end("not here");
      },
    });
    expect((await send(saying.port, { method: "PUT", path: "/api/v1/me" })).body).toBe("not here");
  });
});
