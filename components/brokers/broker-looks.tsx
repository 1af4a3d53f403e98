"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { Notice } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { disagreementsOf } from "@/lib/astro/disagreements";
import { counted } from "@/lib/core/counted";
import styles from "./broker-looks.module.css";
import { ClassMeaning } from "./class-cell";
import { lookColumns } from "./look-columns";
import type { KeptAnswer, LookedBroker, LookRow } from "./look-types";
import { LookedPlaces } from "./looked-place";

type Props = {
  brokers: readonly LookedBroker[];
  /** What is known already, with its age. */
  kept: readonly KeptAnswer[];
  /** Where each broker is asked: the place of "{broker}" gets its id. A POST is kept for everybody who sees the target. */
  address: string;
  method: "GET" | "POST";
  /** Those without an answer are asked as soon as the page is there, and all again on wish. */
  mayAsk: boolean;
  /** Where found objects are linked; null where this reader may not. */
  linkAddress: string | null;
  /** `<broker> <alert>` of what is linked already. */
  linked: readonly string[];
  nowIso: string;
};

const failed = (brokerId: string, message: string): KeptAnswer => ({
  brokerId,
  askedAt: new Date().toISOString(),
  status: "failed",
  message,
  sightings: [],
});

async function ask({ address, method }: Props, broker: LookedBroker, signal: AbortSignal): Promise<KeptAnswer> {
  try {
    const isPost = method === "POST";
    const response = await fetch(address.replace("{broker}", encodeURIComponent(broker.id)), {
      method,
      signal,
      mode: "same-origin",
      ...(isPost
        ? { body: JSON.stringify({ brokerId: broker.id }), headers: { "content-type": "application/json" } }
        : {}),
    });
    const body = (await response.json()) as KeptAnswer | { error: { message: string } };
    if ("error" in body) return failed(broker.id, body.error.message);
    return { ...body, brokerId: broker.id, askedAt: new Date().toISOString() };
  } catch {
    return failed(broker.id, `${broker.name} could not be asked: no connection to this TOM.`);
  }
}

/** Every broker asked beside the others: an answer is shown as it comes, a slow one holds up nobody. */
function useAnswers(props: Props) {
  const { brokers, kept, mayAsk } = props;
  const [answers, setAnswers] = useState<ReadonlyMap<string, KeptAnswer>>(
    () => new Map(kept.map((answer) => [answer.brokerId, answer])),
  );
  const [asking, setAsking] = useState<ReadonlySet<string>>(new Set());
  const stop = useRef<AbortController | null>(null);
  const latest = useRef(props);
  latest.current = props;

  const askAll = useCallback((wanted: readonly LookedBroker[]) => {
    const control = stop.current;
    if (control === null || wanted.length === 0) return;
    setAsking((now) => new Set([...now, ...wanted.map(({ id }) => id)]));
    for (const broker of wanted) {
      void ask(latest.current, broker, control.signal).then((answer) => {
        if (control.signal.aborted) return;
        setAnswers((known) => new Map(known).set(broker.id, answer));
        setAsking((now) => new Set([...now].filter((id) => id !== broker.id)));
      });
    }
  }, []);

  const first = useRef(mayAsk);
  useEffect(() => {
    stop.current = new AbortController();
    if (first.current) {
      const { brokers: all, kept: known } = latest.current;
      const unasked = all.filter(
        ({ id, unavailable }) => unavailable === null && !known.some((one) => one.brokerId === id),
      );
      askAll(unasked);
    }
    const control = stop.current;
    return () => control.abort();
  }, [askAll]);

  const askable = useMemo(() => brokers.filter(({ unavailable }) => unavailable === null), [brokers]);
  return { answers, asking, askAll: () => askAll(askable), askOne: (broker: LookedBroker) => askAll([broker]) };
}

function rowsOf(
  { brokers, linked }: Props,
  answers: ReadonlyMap<string, KeptAnswer>,
  asking: ReadonlySet<string>,
): LookRow[] {
  return brokers.flatMap((broker): LookRow[] => {
    const answer = answers.get(broker.id) ?? null;
    const own = { broker, answer, isAsking: asking.has(broker.id) };
    if (answer === null || answer.sightings.length === 0)
      return [{ ...own, sighting: null, isFirst: true, isLinked: false }];
    return answer.sightings.map((sighting, index) => ({
      ...own,
      sighting,
      isFirst: index === 0,
      isLinked: sighting.foundBy === "link" || linked.includes(`${broker.id} ${sighting.alertId}`),
    }));
  });
}

async function link(address: string, rows: readonly LookRow[]): Promise<string | null> {
  const sightings = rows.flatMap(({ broker, sighting }) =>
    sighting === null ? [] : [{ brokerId: broker.id, alertId: sighting.alertId }],
  );
  try {
    const response = await fetch(address, {
      method: "POST",
      mode: "same-origin",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ sightings }),
    });
    if (response.ok) return null;
    return ((await response.json()) as { error: { message: string } }).error.message;
  } catch {
    return "No connection to this TOM; nothing was linked.";
  }
}

/** What every broker says of one object, side by side, with what they do not agree on. */
export function BrokerLooks(props: Props) {
  const { linkAddress, mayAsk, nowIso, brokers } = props;
  const { answers, asking, askAll, askOne } = useAnswers(props);
  const [linkedNow, setLinkedNow] = useState(false);
  const rows = rowsOf(props, answers, asking);
  const unlinked = rows.filter(({ sighting, isLinked }) => sighting !== null && !isLinked);
  const disagreements = disagreementsOf(
    brokers.flatMap(({ id, name, magnitudeSystem }) => {
      const answer = answers.get(id);
      return answer ? [{ brokerId: id, brokerName: name, magnitudeSystem, sightings: answer.sightings }] : [];
    }),
  );
  const linkAll = async (): Promise<void> => {
    if (linkAddress === null) return;
    const problem = await link(linkAddress, unlinked);
    if (problem !== null) return toast({ text: problem, tone: "bad" });
    setLinkedNow(true);
    toast({ text: "Linked. The light curves are being fetched." });
  };
  return (
    <>
      <div className={styles.bar}>
        <span role="status">{asking.size > 0 ? `Asking ${asking.size} of ${brokers.length} brokers …` : ""}</span>
        {mayAsk ? (
          <Button small icon="refresh-cw" onClick={askAll} aria-disabled={asking.size > 0}>
            Ask all again
          </Button>
        ) : null}
        {linkAddress === null || unlinked.length === 0 || linkedNow ? null : (
          <Button
            small
            icon="plus"
            onClick={() => void linkAll()}
            title="Links each object to this target and fetches its photometry in the background"
          >
            Link {counted(unlinked.length, "object")} and fetch light curves
          </Button>
        )}
      </div>
      <LookedPlaces answers={answers.values()} />
      {disagreements.map(({ text }) => (
        <Notice key={text} tone="warning">
          {text}
        </Notice>
      ))}
      <DataTable
        caption="What each broker says of this object"
        columns={lookColumns({ now: new Date(nowIso), askOne: mayAsk ? askOne : null })}
        rows={rows}
        rowKey={({ broker, sighting }) => `${broker.id} ${sighting?.alertId ?? ""}`}
        empty={null}
      />
      <ClassMeaning />
    </>
  );
}
