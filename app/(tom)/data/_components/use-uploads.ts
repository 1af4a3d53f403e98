"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { sendFile } from "./send-file";

export type Upload = {
  key: string;
  file: File;
  targetId: string;
  type: string;
  timeScale: string;
  state: "waiting" | "sending" | "done" | "failed";
  sentBytes: number;
  /** Why it failed. */
  message: string | null;
  /** Of the file that it became. */
  productId: string | null;
};

export type Wanted = Pick<Upload, "file" | "targetId" | "type" | "timeScale">;

const newKey = (): string =>
  `upload-${Date.now().toString(36)}-${Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(36)).join("")}`;

const fresh = { state: "waiting", sentBytes: 0, message: null, productId: null } as const;

/** Files on their way, one after another; `onStored` is told after each that arrived. */
export function useUploads(onStored: () => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const ends = useRef(new Map<string, AbortController>());
  const told = useRef(onStored);
  useEffect(() => {
    told.current = onStored;
  });
  const patch = useCallback(
    (key: string, part: Partial<Upload>) =>
      setUploads((before) => before.map((one) => (one.key === key ? { ...one, ...part } : one))),
    [],
  );

  const next = uploads.some(({ state }) => state === "sending")
    ? null
    : (uploads.find(({ state }) => state === "waiting") ?? null);
  useEffect(() => {
    if (next === null) return;
    const end = new AbortController();
    ends.current.set(next.key, end);
    patch(next.key, { state: "sending", sentBytes: 0, message: null });
    void sendFile(next, (sentBytes) => patch(next.key, { sentBytes }), end.signal).then((sent) => {
      ends.current.delete(next.key);
      if (sent.ok) {
        patch(next.key, { state: "done", productId: sent.id, sentBytes: next.file.size });
        told.current();
      } else patch(next.key, { state: "failed", message: sent.message });
    });
  }, [next, patch]);

  // Whoever leaves the page takes what is under way along.
  useEffect(() => {
    const open = ends.current;
    return () => {
      for (const end of open.values()) end.abort();
    };
  }, []);

  const add = useCallback(
    (wanted: readonly Wanted[]) =>
      setUploads((before) => [...before, ...wanted.map((one) => ({ ...fresh, ...one, key: newKey() }))]),
    [],
  );
  const retry = useCallback((key: string) => patch(key, { ...fresh }), [patch]);
  const remove = useCallback((key: string) => {
    ends.current.get(key)?.abort();
    setUploads((before) => before.filter((one) => one.key !== key));
  }, []);
  return { uploads, add, retry, remove };
}
