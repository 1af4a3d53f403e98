import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { isPublicAddress } from "./address";

/** Thrown inside the connector; `createHttp` turns it into a sentence. */
class RefusedAddressError extends Error {
  readonly code = "ERR_REFUSED_ADDRESS";
}

export type ResolveAll = (hostname: string, callback: (error: Error | null, found: LookupAddress[]) => void) => void;

const resolveBySystem: ResolveAll = (hostname, callback) => {
  systemLookup(hostname, { all: true }, (error, found) => callback(error, found ?? []));
};

/**
 * Resolves once and hands exactly the checked addresses to the socket, so that a name cannot answer the check with one
 * address and the connection with another. One private address among the answers refuses the name.
 */
export function guardedLookup(resolve: ResolveAll): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, found) => {
      if (error) return callback(error, "", 0);
      const bad = found.find(({ address }) => !isPublicAddress(address));
      const first = found[0];
      if (bad || !first) return callback(new RefusedAddressError("not a public address"), "", 0);
      if (options.all) return callback(null, found);
      return callback(null, first.address, first.family);
    });
  };
}

/**
 * A connection pool that reaches public addresses only, and `host:port` pairs that the operator allowed. The check
 * is made where the socket is opened: literal addresses never pass through a lookup, so they are checked by themselves.
 */
export function createGuardedAgent(
  allowPrivateHosts: ReadonlySet<string>,
  resolve: ResolveAll = resolveBySystem,
): Agent {
  const open = buildConnector({ timeout: 5_000 });
  const guarded = buildConnector({ timeout: 5_000, lookup: guardedLookup(resolve) });
  return new Agent({
    connections: 16,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    connect: (options, callback) => {
      const hostname = options.hostname.toLowerCase();
      const port = options.port || (options.protocol === "https:" ? "443" : "80");
      const literal = hostname.replace(/^\[|\]$/g, "");
      if (allowPrivateHosts.has(`${hostname}:${port}`) || allowPrivateHosts.has(`[${literal}]:${port}`)) {
        return open(options, callback);
      }
      if (isIP(literal) !== 0 && !isPublicAddress(literal)) {
        return callback(new RefusedAddressError("not a public address"), null);
      }
      return guarded(options, (...result) => {
        const [error, socket] = result;
        if (error === null && socket && !isPublicAddress(socket.remoteAddress ?? "")) {
          socket.destroy();
          return callback(new RefusedAddressError("not a public address"), null);
        }
        return callback(...result);
      });
    },
  });
}
