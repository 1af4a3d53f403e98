"use client";

import { useEffect, useState } from "react";
import type { Choice, FormField } from "@/lib/brokers/contract-query";

type Choices = Readonly<Record<string, readonly Choice[]>>;

/** The broker's own words for its dynamic fields, fetched beside the form: a slow or dead broker leaves plain text fields. */
export function useChoices(brokerId: string, fields: readonly FormField[]): Choices {
  const [choices, setChoices] = useState<Choices>({});
  const names = fields
    .filter((field) => field.kind === "dynamic-choice")
    .map((field) => field.name)
    .join(",");
  useEffect(() => {
    const stop = new AbortController();
    for (const name of names.split(",").filter(Boolean)) {
      fetch(`/alerts/brokers/${brokerId}/choices?field=${encodeURIComponent(name)}`, { signal: stop.signal })
        .then(async (response) => (response.ok ? ((await response.json()) as { items: Choice[] }).items : []))
        .then((items) => setChoices((known) => ({ ...known, [name]: items })))
        .catch(() => undefined);
    }
    return () => stop.abort();
  }, [brokerId, names]);
  return choices;
}
