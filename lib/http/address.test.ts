import type { LookupAddress } from "node:dns";
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isPublicAddress } from "./address";
import { guardedLookup } from "./connect";
import { createHttp } from "./create-http";

let sentinel: Server;
let port = 0;
let connections = 0;

beforeAll(async () => {
  sentinel = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => sentinel.listen(0, "127.0.0.1", resolve));
  port = (sentinel.address() as AddressInfo).port;
});

afterAll(() => {
  sentinel.close();
});

// Every written form of "this machine", "this network" and "the cloud's metadata" that a URL parser accepts.
const hostsOfUs = [
  "127.0.0.1",
  "127.1",
  "127.0.1",
  "127.255.255.254",
  "2130706433",
  "0x7f.1",
  "0x7f000001",
  "0177.0.0.1",
  "017700000001",
  "①②⑦.⓪.⓪.①",
  "127。0。0。1",
  "0",
  "0.0.0.0",
  "10.0.0.1",
  "10.255.255.255",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "169.254.169.254",
  "0xa9fea9fe",
  "2852039166",
  "100.64.0.1",
  "100.127.255.255",
  "192.0.0.1",
  "192.0.2.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "255.255.255.255",
  "240.0.0.1",
  "[::1]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::ffff:10.0.0.1]",
  "[::ffff:169.254.169.254]",
  "[::127.0.0.1]",
  "[0:0:0:0:0:ffff:7f00:0001]",
  "[64:ff9b::7f00:1]",
  "[64:ff9b:1::7f00:1]",
  "[2002:7f00:1::]",
  "[2001:0:7f00:1::]",
  "[fc00::1]",
  "[fd12:3456:789a::1]",
  "[fe80::1]",
  "[fec0::1]",
  "[ff02::1]",
  "[2001:db8::1]",
  "[100::1]",
  "[::ffff:0:127.0.0.1]",
  "[fd00:ec2::254]",
];
// Names of us; resolved falsely below, as a hostile name server would.
const namesOfUs = [
  "localhost",
  "localhost.",
  "LOCALHOST",
  "127.0.0.1.nip.io",
  "metadata.google.internal",
  "a.example.org",
  "mixed.example.org",
];

const answers: Record<string, LookupAddress[]> = {
  "mixed.example.org": [
    { address: "93.184.215.14", family: 4 },
    { address: "127.0.0.1", family: 4 },
  ],
};

describe("requests to addresses that users give", () => {
  it.each([...hostsOfUs, ...namesOfUs])("never connect to %s", async (host) => {
    const http = createHttp({
      limits: { retries: 0, timeoutMs: 300 },
      resolve: (name, done) => done(null, answers[name] ?? [{ address: "127.0.0.1", family: 4 }]),
    });
    const open = http.client({ service: "Webhook", hosts: "public-https" });
    for (const scheme of ["https", "http"]) {
      await expect(open.request({ url: `${scheme}://${host}:${port}/` }), scheme).rejects.toMatchObject({
        name: "TomError",
        message: expect.stringMatching(/private addresses|does not call that address/),
      });
    }
    await http.close();
    expect(connections).toBe(0);
  });

  it("resolve once and connect to what was checked: a name that changes its answer gains nothing", () => {
    let asked = 0;
    const lookup = guardedLookup((_name, done) => {
      asked += 1;
      done(null, [{ address: asked === 1 ? "1.1.1.1" : "127.0.0.1", family: 4 }]);
    });
    const handed: unknown[] = [];
    lookup("flip.example.org", { all: true }, (error, found) => handed.push(error, found));
    expect(handed).toEqual([null, [{ address: "1.1.1.1", family: 4 }]]);
    expect(asked).toBe(1);
  });

  it("refuse other schemes, credentials in the address and text that is no address", async () => {
    const http = createHttp();
    const client = http.client({ service: "Webhook", hosts: "public-https" });
    for (const url of [
      "ftp://example.org/",
      "file:///etc/passwd",
      "https://user:pass@example.org/",
      "nonsense",
      "javascript:alert(1)",
    ]) {
      await expect(client.request({ url })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    }
    await http.close();
  });

  it("of a broker go to its declared hosts only", async () => {
    const http = createHttp();
    const client = http.client({ service: "ALeRCE", hosts: ["api.alerce.online"] });
    for (const url of ["https://evil.example.org/", "https://api.alerce.online.evil.org/", "https://alerce.online/"]) {
      await expect(client.request({ url })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    }
    await http.close();
  });
});

describe("isPublicAddress", () => {
  it("accepts public unicast and nothing that is not an address", () => {
    for (const address of ["1.1.1.1", "131.142.185.13", "2606:4700::1111", "[2a00:1450::1]"])
      expect(isPublicAddress(address)).toBe(true);
    for (const text of ["", "localhost", "1.1.1", "::g"]) expect(isPublicAddress(text)).toBe(false);
  });
});
