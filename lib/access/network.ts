const ipv4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/;

/**
 * The network that sign-in attempts are counted by: the /24 of an IPv4 address, the /64 of an IPv6 one. Anything else
 * (no address known) is one network of its own, so that it is limited too.
 */
export function networkOf(address: string): string {
  const plain = address
    .trim()
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, "");
  const four = ipv4.exec(plain);
  if (four) return `${four[1]}.${four[2]}.${four[3]}.0/24`;
  const bare = plain.replace(/%.*$/, "");
  if (!/^[0-9a-f:]+$/.test(bare) || !bare.includes(":")) return "unknown";
  const [head = "", tail] = bare.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(gap).fill("0"), ...after].slice(0, 4);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, "")).join(":")}::/64`;
}
