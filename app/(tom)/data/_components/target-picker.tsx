"use client";

import { useEffect, useId, useState } from "react";
import * as z from "zod/mini";
import { Input } from "@/components/forms/controls";
import { Field } from "@/components/forms/field";

type Target = { id: string; name: string };

const reply = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
const waitMs = 150;

async function search(text: string, signal: AbortSignal): Promise<readonly Target[]> {
  const query = new URLSearchParams({ q: text, limit: "8" });
  const response = await fetch(`/api/v1/targets?${query}`, { signal, mode: "same-origin" });
  if (!response.ok) return [];
  return reply.parse(await response.json()).items;
}

/** A target by a part of its name or an alias. */
export function TargetPicker({
  target,
  onChange,
}: {
  target: Target | null;
  onChange: (target: Target | null) => void;
}) {
  const id = useId();
  const [text, setText] = useState(target?.name ?? "");
  const [found, setFound] = useState<readonly Target[]>([]);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === "" || wanted === target?.name) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      search(wanted.slice(0, 200), stop.signal).then(
        (targets) => {
          setFound(targets);
          const same = targets.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
          if (same.length === 1 && same[0]) onChange(same[0]);
        },
        () => undefined,
      );
    }, waitMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, target, onChange]);
  return (
    <Field id={id} label="Target" error={undefined}>
      <Input
        id={id}
        list={`${id}-found`}
        value={text}
        placeholder="Part of a name"
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          const typed = event.target.value;
          setText(typed);
          onChange(found.find(({ name }) => name === typed) ?? null);
        }}
      />
      <datalist id={`${id}-found`}>
        {found.map((one) => (
          <option key={one.id} value={one.name} />
        ))}
      </datalist>
    </Field>
  );
}
