"use client";

import { useEffect, useState } from "react";
import styles from "./shell.module.css";

const msPerDay = 86_400_000;
const mjdOfUnixEpoch = 40_587;

/** UTC by this computer's clock; starts with the server's second, so that the page reads the same before scripts run. */
export function UtcClock({ initialIso }: { initialIso: string }) {
  const [iso, setIso] = useState(initialIso);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const now = new Date();
      setIso(now.toISOString());
      timer = setTimeout(tick, 1000 - now.getUTCMilliseconds());
    };
    tick();
    return () => clearTimeout(timer);
  }, []);
  const mjd = (Date.parse(iso) / msPerDay + mjdOfUnixEpoch).toFixed(4);
  return (
    <time className={styles.clock} dateTime={iso.slice(0, 19).concat("Z")} title={`MJD ${mjd} UTC`}>
      <span className={styles.clockDate}>{iso.slice(0, 10)}</span>
      <span>{iso.slice(11, 19)}</span>
      <span className={styles.clockScale}>UTC</span>
    </time>
  );
}
