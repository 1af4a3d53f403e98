"use client";

import { useEffect, useState } from "react";
import type { Choice, FormField } from "@/lib/brokers/contract-query";

/** The words for one field; a `problem` says why some or all are missing, and `again` asks once more. */
export type FieldChoices = { items: readonly Choice[]; problem: string | null; again?: () => void };

type Told = { items?: Choice[]; problem?: string | null; error?: { message?: string } };

const unknown = "The list could not be loaded.";

/** The broker's words, or the sentence why there are none; null when nobody waits for them any more. */
async function ask(brokerId: string, name: string, request: RequestInit): Promise<FieldChoices | null> {
  try {
    const response = await fetch(`/alerts/brokers/${brokerId}/choices?field=${encodeURIComponent(name)}`, request);
    const told = (await response.json()) as Told;
    return response.ok
      ? { items: told.items ?? [], problem: told.problem ?? null }
      : { items: [], problem: told.error?.message ?? unknown };
  } catch {
    return request.signal?.aborted ? null : { items: [], problem: unknown };
  }
}

const none: FieldChoices = { items: [], problem: null };

/** The broker's own words for its dynamic fields, fetched beside the form: a slow or dead broker leaves plain text fields. */
export function useChoices(brokerId: string, fields: readonly FormField[]): (name: string) => FieldChoices {
  const [choices, setChoices] = useState<Readonly<Record<string, FieldChoices>>>({});
  const [asked, setAsked] = useState(0);
  const names = fields
    .filter((field) => field.kind === "dynamic-choice")
    .map((field) => field.name)
    .join(",");
  useEffect(() => {
    const stop = new AbortController();
    const request = { signal: stop.signal, cache: asked === 0 ? "default" : "reload" } as const;
    for (const name of names.split(",").filter(Boolean)) {
      void ask(brokerId, name, request).then((found) => {
        if (found) setChoices((known) => ({ ...known, [name]: found }));
      });
    }
    return () => stop.abort();
  }, [brokerId, names, asked]);
  return (name) => ({ ...(choices[name] ?? none), again: () => setAsked((count) => count + 1) });
}
