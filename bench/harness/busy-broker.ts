import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A stand-in that takes as long as a service does, and knows how long it was asked something. */
export type BusyBroker = {
  origin: string;
  startClock(): void;
  /** Time since the clock was started in which at least one request was under way. */
  busyMs(): number;
  close(): Promise<void>;
};

type Options = { objects: number; pointsAnObject: number; delayMs: number; wideRows: number };

const oidOf = (index: number): string =>
  `ZTF26${"abcdefg".slice(0, 5)}${String.fromCharCode(97 + Math.floor(index / 26))}${String.fromCharCode(97 + (index % 26))}`;

const objectOf = (index: number) => ({
  oid: oidOf(index),
  ndet: 100,
  firstmjd: 61_100,
  lastmjd: 61_200,
  meanra: (index * 7.2) % 360,
  meandec: -80 + index * 0.1,
  class: "SN",
  classifier: "stamp_classifier",
  probability: 0.9,
});

const curveOf = (oid: string, points: number) => ({
  detections: Array.from({ length: points }, (_, index) => ({
    candid: `${Buffer.from(oid).reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7)}${String(index).padStart(12, "0")}`,
    mjd: 61_100 + index,
    fid: 1 + (index % 2),
    magpsf: 17 + index / 100,
    sigmapsf: 0.05,
    diffmaglim: 20.4,
    isdiffpos: 1,
  })),
  non_detections: [],
});

export async function startBusyBroker({ objects, pointsAnObject, delayMs, wideRows }: Options): Promise<BusyBroker> {
  const wide = JSON.stringify(
    Array.from({ length: wideRows }, (_, index) => ({
      id: `w-${index}`,
      name: index < 100 ? "Wide" : `Other ${index}`,
      ra: (index * 0.007) % 360,
      dec: -10,
      mag: 18,
      score: 0.5,
      timestamp: "2026-01-02T03:04:05Z",
    })),
  );
  let underWay = 0;
  let since = 0;
  let busy = 0;
  const count = (change: 1 | -1): void => {
    if (underWay === 0) since = performance.now();
    underWay += change;
    if (underWay === 0) busy += performance.now() - since;
  };
  const answer = (path: string): string => {
    if (path === "/wide.json") return wide;
    const oid = /^\/ztf\/v1\/objects\/(\w+)\/lightcurve$/.exec(path)?.[1];
    if (oid) return JSON.stringify(curveOf(oid, pointsAnObject));
    if (path === "/ztf/v1/objects/")
      return JSON.stringify({ items: Array.from({ length: objects }, (_, index) => objectOf(index)) });
    return "[]";
  };
  const server = createServer((request, response) => {
    count(1);
    response.once("close", () => count(-1));
    const body = answer(new URL(request.url ?? "/", "http://busy").pathname);
    setTimeout(() => response.writeHead(200, { "content-type": "application/json" }).end(body), delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    startClock: () => {
      busy = 0;
    },
    busyMs: () => busy,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
