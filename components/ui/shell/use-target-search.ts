"use client";

import { useEffect, useState } from "react";
import * as z from "zod/mini";
import type { PaletteOption } from "./palette-options";

const reply = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), aliases: z.optional(z.array(z.string())) })),
});

const waitMs = 120;

export type TargetSearch = { options: readonly PaletteOption[]; state: "idle" | "busy" | "failed" };

const idle: TargetSearch = { options: [], state: "idle" };

async function search(text: string, signal: AbortSignal): Promise<readonly PaletteOption[]> {
  const query = new URLSearchParams({ q: text, limit: "8" });
  const response = await fetch(`/api/v1/targets?${query}`, { signal, headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return reply.parse(await response.json()).items.map((target) => ({
    group: "Targets",
    label: target.name,
    hint: (target.aliases ?? []).slice(0, 2).join(", "),
    href: `/targets/${encodeURIComponent(target.id)}`,
  }));
}

/** Targets by a part of a name or alias, as the person at the keyboard may see them; asks when typing pauses. */
export function useTargetSearch(text: string): TargetSearch {
  const [found, setFound] = useState<TargetSearch>(idle);
  useEffect(() => {
    const wanted = text.trim().slice(0, 200);
    if (wanted === "") {
      setFound(idle);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      setFound((before) => ({ ...before, state: "busy" }));
      search(wanted, stop.signal).then(
        (options) => setFound({ options, state: "idle" }),
        () => {
          if (!stop.signal.aborted) setFound({ options: [], state: "failed" });
        },
      );
    }, waitMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  return found;
}
