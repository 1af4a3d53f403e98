"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { NumberValue } from "@/components/ui/values";
import type { RunAlertDto } from "@/lib/alerts/types";
import styles from "./stamps.module.css";

type Class = RunAlertDto["classifications"][number];

const columns: readonly Column<Class>[] = [
  { id: "name", header: "Class", isName: true, cell: (one) => one.name },
  {
    id: "probability",
    header: "Probability",
    numeric: true,
    cell: (one) => <NumberValue value={one.probability} decimals={3} />,
  },
  {
    id: "classifier",
    header: "Classifier",
    cell: (one) =>
      [one.classifier ?? one.source, one.version, one.date?.slice(0, 10)].filter((word) => word).join(", "),
  },
];

/** So many are seen at once: a broker may have dozens, the improbable ones last. */
const few = 6;

type Asked = { state: "asking" | "answered" | "failed"; classes: readonly Class[] };

/** What an object is, by every classifier of its broker: what the run had at once, the rest as soon as the broker answers. */
export function AlertClasses({ href, name, frozen }: { href: string; name: string; frozen: readonly Class[] }) {
  const [asked, setAsked] = useState<Asked>({ state: "asking", classes: frozen });
  const [showsAll, setShowsAll] = useState(false);
  useEffect(() => {
    const control = new AbortController();
    fetch(href, { mode: "same-origin", signal: control.signal })
      .then(async (response) => (response.ok ? ((await response.json()) as { items: Class[] }).items : null))
      .catch(() => null)
      .then((items) => {
        if (control.signal.aborted) return;
        setAsked((before) => (items === null ? { ...before, state: "failed" } : { state: "answered", classes: items }));
      });
    return () => control.abort();
  }, [href]);
  const { state, classes } = asked;
  const hidden = showsAll ? 0 : Math.max(0, classes.length - few);
  return (
    <div>
      {classes.length === 0 ? null : (
        <DataTable
          caption={`Classes of ${name}`}
          columns={columns}
          rows={hidden === 0 ? classes : classes.slice(0, few)}
          rowKey={(one) => [one.name, one.classifier, one.version, one.probability].join(" ")}
          compact
          empty={null}
        />
      )}
      {hidden === 0 ? null : (
        <Button small look="quiet" onClick={() => setShowsAll(true)}>
          All {classes.length} classes
        </Button>
      )}
      <p className={styles.said} role="status">
        {state === "asking" ? "Asking for further classes …" : null}
        {state === "failed" ? "Further classes could not be had now." : null}
        {state === "answered" && classes.length === 0 ? "Its broker gives it no class." : null}
      </p>
    </div>
  );
}
