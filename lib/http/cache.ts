import { createHash } from "node:crypto";

/** Answers kept for a while. Keys carry the credential, so that nobody is served what another's token was allowed to see. */
export type ReplyCache<Value> = {
  get(key: string, nowMs: number): Value | undefined;
  set(key: string, value: Value, sizeBytes: number, untilMs: number): void;
  drop(key: string): void;
};

type Entry<Value> = { value: Value; sizeBytes: number; untilMs: number };

const maxEntryShare = 8;

export function createReplyCache<Value>(maxBytes: number): ReplyCache<Value> {
  // A Map keeps insertion order: the first key is the one unused for longest.
  const entries = new Map<string, Entry<Value>>();
  let heldBytes = 0;
  const drop = (key: string): void => {
    const entry = entries.get(key);
    if (!entry) return;
    heldBytes -= entry.sizeBytes;
    entries.delete(key);
  };
  return {
    drop,
    get(key, nowMs) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      drop(key);
      if (entry.untilMs <= nowMs) return undefined;
      entries.set(key, entry);
      heldBytes += entry.sizeBytes;
      return entry.value;
    },
    set(key, value, sizeBytes, untilMs) {
      drop(key);
      if (sizeBytes > maxBytes / maxEntryShare) return;
      entries.set(key, { value, sizeBytes, untilMs });
      heldBytes += sizeBytes;
      for (const oldest of entries.keys()) {
        if (heldBytes <= maxBytes) break;
        drop(oldest);
      }
    },
  };
}

/** A digest, so that tokens in headers or bodies are not kept as map keys. */
export function cacheKey(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    hash.update(`${part.length}:`);
    hash.update(part);
  }
  return hash.digest("base64");
}
