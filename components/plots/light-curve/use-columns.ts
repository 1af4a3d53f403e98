"use client";

import { useCallback, useEffect, useState } from "react";
import * as z from "zod";
import { decodeColumns, type LightCurveColumns } from "./columns";

export type Loaded =
  | { status: "loading" }
  | { status: "ready"; columns: LightCurveColumns }
  | { status: "failed"; why: string };

const refusal = z.object({ error: z.object({ code: z.literal("UPSTREAM_FAILED"), message: z.string().max(500) }) });

/** What a service outside did is told in the server's own sentence. */
async function whyOf(response: Response): Promise<string> {
  const { status } = response;
  if (status === 404) return "It is gone, or you may no longer see it.";
  if (status === 401 || status === 403) return "Please sign in again.";
  const said = refusal.safeParse(await response.json().catch(() => null));
  return said.success ? said.data.error.message : "The server could not answer.";
}

async function load(src: string, signal: AbortSignal): Promise<Loaded> {
  try {
    // Of this site whatever `src` says, and in the mode of the page's preload, which would stay unused in another one.
    const response = await fetch(`/${src.replace(/^\/+/, "")}`, { signal });
    if (!response.ok) return { status: "failed", why: await whyOf(response) };
    return { status: "ready", columns: decodeColumns(await response.arrayBuffer()) };
  } catch {
    return { status: "failed", why: "The connection broke off, or the answer was not readable." };
  }
}

/** The columns behind an address; `retry` asks again. */
export function useColumns(src: string): { loaded: Loaded; retry: () => void } {
  const [loaded, setLoaded] = useState<Loaded>({ status: "loading" });
  const [attempt, setAttempt] = useState({ src, number: 0 });

  useEffect(() => {
    const control = new AbortController();
    load(attempt.src, control.signal).then((answer) => {
      if (!control.signal.aborted) setLoaded(answer);
    });
    return () => control.abort();
  }, [attempt]);

  // New data of the same target: what is shown stays until they are there.
  if (attempt.src !== src) setAttempt({ src, number: 0 });
  const retry = useCallback(() => {
    setLoaded({ status: "loading" });
    setAttempt(({ number }) => ({ src, number: number + 1 }));
  }, [src]);
  return { loaded, retry };
}
