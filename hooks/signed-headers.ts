/** What is signed: the id stays the same over attempts, the time is that of the attempt. */
type Message = { id: string; sentAt: Date; body: string; key: Uint8Array<ArrayBuffer> };

/** The headers of a message in the form of Standard Webhooks: its id, the time, and an HMAC-SHA256 over both and the body. */
export async function signedHeaders({ id, sentAt, body, key }: Message): Promise<Record<string, string>> {
  const sentAtS = String(Math.floor(sentAt.getTime() / 1000));
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", key, hmac, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", imported, new TextEncoder().encode(`${id}.${sentAtS}.${body}`));
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": sentAtS,
    "webhook-signature": `v1,${Buffer.from(signature).toString("base64")}`,
  };
}
