import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { KeptAnswer, LookedBroker } from "./look-types";

type Question = {
  brokers: readonly LookedBroker[];
  /** What is known already, with its age. */
  kept: readonly KeptAnswer[];
  /** Where each broker is asked: the place of "{broker}" gets its id. A POST is kept for everybody who sees the target. */
  address: string;
  method: "GET" | "POST";
  /** Those without an answer are asked as soon as the page is there, and all again on wish. */
  mayAsk: boolean;
  onAnswer: (answer: KeptAnswer) => void;
};

const failed = (brokerId: string, message: string): KeptAnswer => ({
  brokerId,
  askedAt: null,
  status: "failed",
  message,
  sightings: [],
});

async function ask({ address, method }: Question, broker: LookedBroker, signal: AbortSignal): Promise<KeptAnswer> {
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
    return { ...body, brokerId: broker.id };
  } catch {
    return failed(broker.id, `${broker.name} could not be asked: no connection to this TOM.`);
  }
}

/** Every broker asked beside the others: an answer is shown as it comes, a slow one holds up nobody. */
export function useAnswers(question: Question) {
  const { brokers, kept, mayAsk } = question;
  const [answers, setAnswers] = useState<ReadonlyMap<string, KeptAnswer>>(
    () => new Map(kept.map((answer) => [answer.brokerId, answer])),
  );
  const [asking, setAsking] = useState<ReadonlySet<string>>(new Set());
  const stop = useRef<AbortController | null>(null);
  const latest = useRef(question);
  latest.current = question;

  const askAll = useCallback((wanted: readonly LookedBroker[]) => {
    const control = stop.current;
    if (control === null || wanted.length === 0) return;
    setAsking((now) => new Set([...now, ...wanted.map(({ id }) => id)]));
    for (const broker of wanted) {
      void ask(latest.current, broker, control.signal).then((answer) => {
        if (control.signal.aborted) return;
        setAnswers((known) => new Map(known).set(broker.id, answer));
        setAsking((now) => new Set([...now].filter((id) => id !== broker.id)));
        latest.current.onAnswer(answer);
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
