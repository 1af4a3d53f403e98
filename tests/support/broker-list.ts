import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The tutorial's broker on loopback: a list of alerts in one JSON file, which a test writes. */
export type BrokerList = {
  url: string;
  serve(alerts: readonly unknown[]): void;
  close(): Promise<void>;
};

export async function startBrokerList(alerts: readonly unknown[]): Promise<BrokerList> {
  let served = alerts;
  const server = createServer((_request, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(served));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/list.json`,
    serve: (next) => {
      served = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
