import { BlockList, isIP } from "node:net";
import { TomError } from "@/lib/core/errors";

/** An IPv4 address that arrives through an IPv6 socket is written `::ffff:192.0.2.1`; people and lists mean the short form. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, "");

const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");

const notNetwork = (entry: string): TomError =>
  new TomError(
    "MISCONFIGURED",
    `TOM_TRUSTED_PROXIES: ${entry} is neither an address nor a network such as 10.0.0.0/8.`,
  );

export type Networks = { contains(address: string): boolean };

/**
 * Networks in CIDR form, or single addresses.
 *
 * @throws TomError MISCONFIGURED, naming the entry that is neither.
 */
export function parseNetworks(entries: readonly string[]): Networks {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", prefix, ...rest] = entry.trim().split("/");
    const family = familyOf(address);
    const bits = prefix === undefined ? undefined : Number(prefix);
    const widest = family === "ipv6" ? 128 : 32;
    if (isIP(address) === 0 || rest.length > 0 || prefix === "") throw notNetwork(entry);
    if (bits === undefined) list.addAddress(address, family);
    else if (Number.isInteger(bits) && bits >= 0 && bits <= widest) list.addSubnet(address, bits, family);
    else throw notNetwork(entry);
  }
  return {
    contains: (address) => {
      const plain = plainAddress(address);
      return isIP(plain) !== 0 && list.check(plain, familyOf(plain));
    },
  };
}

const loopback = parseNetworks(["127.0.0.0/8", "::1"]);

export const isLoopback = (address: string): boolean => loopback.contains(address);

/**
 * Who sent a request: the peer of the socket, or, when the peer is a trusted proxy, the nearest address of
 * `X-Forwarded-For` that is not itself a trusted proxy. What a client writes into that header further left is not believed.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, trusted: Networks): string {
  let client = plainAddress(peer);
  const hops = (forwardedFor ?? "").split(",").map((hop) => plainAddress(hop.trim().replace(/^\[|\]$/g, "")));
  while (trusted.contains(client)) {
    const hop = hops.pop();
    if (hop === undefined || isIP(hop) === 0) break;
    client = hop;
  }
  return client;
}
