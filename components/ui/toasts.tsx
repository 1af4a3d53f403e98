"use client";

import { useEffect, useState } from "react";
import { classNames } from "./class-names";
import { type ToastMessage, toastEvent } from "./toast";
import styles from "./toasts.module.css";

const shownMs = 6000;

type Shown = ToastMessage & { id: number };

/** The live region; a toast goes by itself, one that reports an error stays until it is closed. */
export function Toasts() {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  useEffect(() => {
    let count = 0;
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const show = (event: Event) => {
      if (!(event instanceof CustomEvent)) return;
      const message: ToastMessage = event.detail;
      count += 1;
      const id = count;
      setShown((before) => [...before.slice(-2), { ...message, id }]);
      if (message.tone === "bad") return;
      timers.add(setTimeout(() => setShown((before) => before.filter((one) => one.id !== id)), shownMs));
    };
    document.addEventListener(toastEvent, show);
    return () => {
      document.removeEventListener(toastEvent, show);
      for (const timer of timers) clearTimeout(timer);
    };
  }, []);
  return (
    <div className={styles.region} role="status" aria-live="polite">
      {shown.map((one) => (
        <div key={one.id} className={classNames(styles.toast, one.tone === "bad" && styles.bad)}>
          <span className={styles.text}>{one.text}</span>
          {one.href === undefined ? null : <a href={one.href}>{one.hrefLabel ?? "Show"}</a>}
          <button
            type="button"
            className={styles.close}
            aria-label="Dismiss"
            onClick={() => setShown((before) => before.filter((other) => other.id !== one.id))}
          >
            ×
          </button>
        </div>
      ))}
    </div>
  );
}
