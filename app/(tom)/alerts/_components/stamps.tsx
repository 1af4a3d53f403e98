"use client";

import { useEffect, useState } from "react";
import styles from "./stamps.module.css";

const kinds = [
  { kind: "science", label: "Science" },
  { kind: "template", label: "Template" },
  { kind: "difference", label: "Difference" },
] as const;

type Stamp = { state: "loading" | "none" | "failed" } | { state: "there"; url: string };

async function load(href: string, signal: AbortSignal): Promise<Stamp> {
  try {
    const response = await fetch(href, { mode: "same-origin", signal });
    if (response.status === 204) return { state: "none" };
    if (!response.ok) return { state: "failed" };
    return { state: "there", url: URL.createObjectURL(await response.blob()) };
  } catch {
    return { state: "failed" };
  }
}

const words = { loading: "", none: "none", failed: "not there" };

/** What was seen, what is there usually, and their difference: small images from the broker, or a sentence. */
export function Stamps({ href, name, brokerName }: { href: string; name: string; brokerName: string }) {
  const [stamps, setStamps] = useState<readonly Stamp[]>(kinds.map(() => ({ state: "loading" })));
  useEffect(() => {
    const control = new AbortController();
    const urls: string[] = [];
    kinds.forEach(({ kind }, at) => {
      load(`${href}&kind=${kind}`, control.signal).then((stamp) => {
        if (stamp.state === "there") urls.push(stamp.url);
        if (!control.signal.aborted) setStamps((before) => before.map((one, index) => (index === at ? stamp : one)));
      });
    });
    return () => {
      control.abort();
      for (const url of urls) URL.revokeObjectURL(url);
    };
  }, [href]);
  const all = (state: Stamp["state"]): boolean => stamps.every((stamp) => stamp.state === state);
  return (
    <section aria-label={`Images of ${name}`}>
      <ul className={styles.stamps}>
        {kinds.map(({ kind, label }, at) => {
          const stamp = stamps[at] ?? { state: "loading" };
          return (
            <li key={kind} className={styles.stamp}>
              {stamp.state === "there" ? (
                <span
                  className={styles.place}
                  data-photo=""
                  role="img"
                  aria-label={`${label} of ${name}`}
                  style={{ backgroundImage: `url(${stamp.url})` }}
                />
              ) : (
                <span className={styles.place}>{words[stamp.state]}</span>
              )}
              {label}
            </li>
          );
        })}
      </ul>
      <p className={styles.said} role="status">
        {all("none") ? `${brokerName} has no images of this object.` : null}
        {all("failed") ? `The images could not be had from ${brokerName}.` : null}
      </p>
    </section>
  );
}
