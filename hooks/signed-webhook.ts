import type { Handler, HookName } from "@/lib/hooks/contract";

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
    const sentAtS = String(Math.floor(now().getTime() / 1000));
    const { status } = await http.request({
      url,
      method: "POST",
      headers: {
        "content-type": "application/json",
        "webhook-id": eventId,
        "webhook-timestamp": sentAtS,
        "webhook-signature": `v1,${await signatureOf(key, `${eventId}.${sentAtS}.${body}`)}`,
      },
      body,
      timeoutMs,
      maxBytes: answerMaxBytes,
    });
    return { status };
  };

/** HMAC-SHA256 as base64. */
async function signatureOf(key: Endpoint["key"], signed: string): Promise<string> {
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", key, hmac, false, ["sign"]);
  return Buffer.from(await crypto.subtle.sign("HMAC", imported, new TextEncoder().encode(signed))).toString("base64");
}
