import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isTomError, TomError } from "@/lib/core/errors";
import { createHttp } from "./create-http";
import { type FaultServer, startFaultServer } from "./testing/fault-server";
import type { FileClient, Http } from "./types";

let server: FaultServer;
let http: Http;
let files: FileClient;
const bytes = Buffer.alloc(300_000, "frame ");

beforeEach(async () => {
  server = await startFaultServer(() => ({ body: bytes, headers: { "content-type": "application/octet-stream" } }));
  http = createHttp({
    allowPrivateHosts: [server.hostAndPort],
    limits: { retries: 1, breaker: { failuresToOpen: 2, openMs: 60_000 } },
  });
  files = http.files({ service: "The store", hosts: "public-https" });
});
afterEach(async () => {
  await http.close();
  await server.close();
});

const fetched = (more: { maxBytes?: number; timeoutMs?: number; signal?: AbortSignal; url?: string } = {}) =>
  files.fetchFile({ url: `${server.origin}/frame`, maxBytes: 1_000_000, ...more }, buffer);

async function failureOf(asked: Promise<unknown>): Promise<TomError> {
  const error = await asked.then(
    () => null,
    (why: unknown) => why,
  );
  if (isTomError(error)) return error;
  throw error ?? new Error("expected a failure");
}

describe("a file that is fetched", () => {
  it("is handed on as it comes, as its store packed it", async () => {
    expect(bytes.equals(await fetched())).toBe(true);
    expect(server.seen[0]?.headers["accept-encoding"]).toBe("identity");
  });

  it("ends at its cap, which is no failure of the store", async () => {
    for (let i = 0; i < 3; i++) {
      const error = await failureOf(fetched({ maxBytes: 299_999 }));
      expect(error).toMatchObject({ code: "LIMIT_EXCEEDED" });
      expect(error.message).toBe("The store sent more than 293 kB, more than this TOM takes of one file.");
    }
    expect((await fetched({ maxBytes: 300_000 })).byteLength).toBe(300_000);
  });

  it("is asked for again when it breaks off, from its beginning", async () => {
    let calls = 0;
    server.fault = { kind: "broken-off" };
    const asked = files.fetchFile({ url: `${server.origin}/frame`, maxBytes: 1_000_000 }, (body) => {
      calls += 1;
      if (calls === 1) server.fault = null;
      return buffer(body);
    });
    expect((await asked).byteLength).toBe(bytes.byteLength);
    expect(calls).toBe(2);
  });

  it.each([
    ["never ends", { kind: "drip" }, /did not answer within 0.3 s/],
    ["is refused", { kind: "status", status: 403 }, /refused the request \(403\)/],
    ["leads elsewhere", { kind: "redirect", to: "http://169.254.169.254/" }, /a redirect, which is not followed/],
    ["breaks off each time", { kind: "broken-off" }, /broke off its answer/],
  ] as const)("that %s is told in a sentence", async (_, fault, words) => {
    server.fault = fault;
    // Only what never ends is waited for in vain: the others must be told for what they are on a busy machine too.
    const timeoutMs = fault.kind === "drip" ? 300 : 20_000;
    expect((await failureOf(fetched({ timeoutMs }))).message).toMatch(words);
  });

  it("that the receiver has no room for is not the store's failure, and not asked for again", async () => {
    const full = new TomError("MISCONFIGURED", "The disk is full.");
    const asked = files.fetchFile({ url: `${server.origin}/frame`, maxBytes: 1_000_000 }, async () => {
      throw full;
    });
    await expect(asked).rejects.toBe(full);
    expect(server.seen).toHaveLength(1);
  });

  it("ends when somebody stops it", async () => {
    server.fault = { kind: "drip" };
    const stop = new AbortController();
    const asked = files.fetchFile(
      { url: `${server.origin}/frame`, maxBytes: 1_000_000, signal: stop.signal },
      (body) => {
        body.once("data", () => stop.abort(new Error("stopped")));
        return buffer(body);
      },
    );
    await expect(asked).rejects.toThrow("stopped");
  });

  it.each([
    "http://10.0.0.7/frame",
    "http://store.example.org/frame",
    "https://user:secret@store.example.org/f",
    "no address",
  ])("is not asked of %s", async (url) => {
    expect((await failureOf(fetched({ url }))).message).toMatch(/does not call/);
  });
});
