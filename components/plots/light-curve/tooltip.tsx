"use client";

import { BandShapeMark } from "@/components/ui/band-mark";
import { bandOf } from "@/lib/astro/bands";
import type { PointFacts } from "./point-facts";
import styles from "./tooltip.module.css";

const roomPx = 290;

/** Beside the point, on the side where there is room. Decoration for the pointer: the keyboard hears the same words. */
export function Tooltip({ facts, at, widthPx }: { facts: PointFacts; at: { x: number; y: number }; widthPx: number }) {
  const toLeft = at.x + roomPx > widthPx && at.x > widthPx / 2;
  const side = toLeft
    ? { right: Math.min(widthPx - at.x + 14, widthPx - 200) }
    : { left: Math.min(at.x + 14, Math.max(8, widthPx - 250)) };
  return (
    <div className={styles.tooltip} style={{ ...side, top: Math.max(4, at.y - 40) }} aria-hidden="true">
      <div className={styles.head}>
        <BandShapeMark style={bandOf(facts.band)} />
        {facts.title}
      </div>
      <div className={styles.value}>{facts.value}</div>
      <dl className={styles.facts}>
        {facts.lines.map(({ label, text }) => (
          <div key={label} style={{ display: "contents" }}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
