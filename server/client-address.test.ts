import { describe, expect, it } from "vitest";
import { clientAddress, isLoopback, parseNetworks } from "./client-address";

const nobody = parseNetworks([]);
const proxies = parseNetworks(["10.0.0.0/8", "192.0.2.1", "2001:db8::/32"]);

describe("networks", () => {
  it("hold addresses and CIDR blocks of both families, mapped ones included", () => {
    expect(proxies.contains("10.200.0.1")).toBe(true);
    expect(proxies.contains("::ffff:10.200.0.1")).toBe(true);
    expect(proxies.contains("192.0.2.1")).toBe(true);
    expect(proxies.contains("192.0.2.2")).toBe(false);
    expect(proxies.contains("2001:db8:1::5")).toBe(true);
    expect(proxies.contains("2001:db9::5")).toBe(false);
    expect(proxies.contains("not an address")).toBe(false);
  });

  it.each(["10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "proxy.example.org", "2001:db8::/129", "10.0.0.0/x"])(
    "refuse %s by name",
    (entry) => {
      expect(() => parseNetworks([entry])).toThrow(entry);
    },
  );

  it("know loopback in every spelling", () => {
    for (const address of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]) expect(isLoopback(address)).toBe(true);
    for (const address of ["128.0.0.1", "::2", "::ffff:8.8.8.8", ""]) expect(isLoopback(address)).toBe(false);
  });
});

describe("the client's address", () => {
  it("is the peer's, whatever the header says, when the peer is no trusted proxy", () => {
    expect(clientAddress("203.0.113.9", "198.51.100.1", nobody)).toBe("203.0.113.9");
    expect(clientAddress("203.0.113.9", "198.51.100.1", proxies)).toBe("203.0.113.9");
  });

  it("is the nearest address that no trusted proxy has, so that a client cannot choose its own", () => {
    expect(clientAddress("10.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2", proxies)).toBe("203.0.113.9");
  });

  it("stays the proxy's when the header is missing or is no address", () => {
    expect(clientAddress("10.0.0.1", undefined, proxies)).toBe("10.0.0.1");
    expect(clientAddress("10.0.0.1", "unknown", proxies)).toBe("10.0.0.1");
  });

  it("reads IPv6 with and without brackets", () => {
    expect(clientAddress("::ffff:10.0.0.1", "[2a00::7]", proxies)).toBe("2a00::7");
  });
});
