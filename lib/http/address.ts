import { BlockList, isIP } from "node:net";

/**
 * Which addresses outgoing requests may reach: public unicast only. Refused are loopback, private, link-local (cloud
 * metadata), carrier-grade NAT, documentation, benchmark, multicast and reserved networks, and every IPv6 form that
 * carries one of them (mapped, translated, 6to4, Teredo).
 */

const refused = new BlockList();

for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  refused.addSubnet(network, prefix, "ipv4");
}

// Of IPv6 only 2000::/3 is public unicast; inside it these are not.
const publicIpv6 = new BlockList();
publicIpv6.addSubnet("2000::", 3, "ipv6");
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  refused.addSubnet(network, prefix, "ipv6");
}

/** True for a literal IP address (v4, or v6 with or without brackets) that anyone on the internet could be at. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  const family = isIP(bare);
  if (family === 4) return !refused.check(bare, "ipv4");
  if (family === 6) return publicIpv6.check(bare, "ipv6") && !refused.check(bare, "ipv6");
  return false;
}

/** "host:port" of an address, lower case, with the scheme's own port written out. */
export function hostAndPort(url: URL): string {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return `${url.hostname.toLowerCase().replace(/\.$/, "")}:${port}`;
}
