import type { Handler, HookName } from "@/lib/hooks/contract";
import { signedHeaders } from "./signed-headers";

export type Endpoint = {
  url: string;
  /** The key itself, decoded. */
  key: Uint8Array<ArrayBuffer>;
};

const timeoutMs = 15_000;
const answerMaxBytes = 1_000_000;

/**
 * Sends an event to an address, in the form of Standard Webhooks: the id is the event's, so that it is the same for
 * every attempt and replay; the time is that of the attempt; the signature is over both and the body. Any 2xx is taken
 * as received.
 */
export const sendSigned =
  (hook: HookName, { url, key }: Endpoint): Handler<HookName> =>
  async (data, { eventId, occurredAt, now, http }) => {
    const body = JSON.stringify({ type: hook, timestamp: occurredAt, data });
    const { status } = await http.request({
      url,
      method: "POST",
      headers: await signedHeaders({ id: eventId, sentAt: now(), body, key }),
      body,
      timeoutMs,
      maxBytes: answerMaxBytes,
    });
    return { status };
  };
