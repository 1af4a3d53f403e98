import { describe, expect, it } from "vitest";
import { checkSigned, signedHeaders } from "@/lib/web/internal-call";
import { cleanHeaders } from "@/server/request-headers";

const now = new Date("2026-11-21T04:05:06Z");
const path = "/api/internal/operations";
const body = '{"name":"user.list","input":{}}';

describe("a signed call of our own", () => {
  it("is still signed after the front has taken off what a client may not say", () => {
    const headers = signedHeaders("key", path, body, now, "only-once");
    cleanHeaders(headers, { trustedProxy: false, dev: false });
    const request = new Request(`http://127.0.0.1:1${path}`, { method: "POST", headers, body });
    expect(() => checkSigned("key", request, body, now)).not.toThrow();
  });
});
