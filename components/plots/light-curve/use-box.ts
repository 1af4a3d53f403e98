"use client";

import { type PointerEvent, useRef, useState } from "react";
import type { PlotArea } from "./chart";

export type Box = { left: number; top: number; right: number; bottom: number };

const between = (value: number, from: number, to: number): number => Math.min(to, Math.max(from, value));

/** A drag shorter than this is a click. */
const leastPx = 5;

/**
 * Drawing a rectangle on the plot with mouse or pen; a finger scrolls the page unless `touch` says that the tool was
 * chosen on purpose. Pixels of the frame.
 */
export function useBox(options: {
  active: boolean;
  touch: boolean;
  area: () => PlotArea | null;
  onBox: (box: Box) => void;
}) {
  const start = useRef<{ x: number; y: number; area: PlotArea } | null>(null);
  const [box, setBox] = useState<Box | null>(null);

  const at = (event: PointerEvent<HTMLElement>) => {
    const rect = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - rect.left, y: event.clientY - rect.top };
  };
  const boxTo = (event: PointerEvent<HTMLElement>): Box | null => {
    if (start.current === null) return null;
    const { x: x0, y: y0, area } = start.current;
    const { x, y } = at(event);
    const to = { x: between(x, area.left, area.right), y: between(y, area.top, area.bottom) };
    return { left: Math.min(x0, to.x), right: Math.max(x0, to.x), top: Math.min(y0, to.y), bottom: Math.max(y0, to.y) };
  };

  return {
    box,
    handlers: {
      onPointerDown(event: PointerEvent<HTMLElement>) {
        const area = options.area();
        if (!options.active || area === null || event.button !== 0) return;
        if (event.pointerType === "touch" && !options.touch) return;
        const { x, y } = at(event);
        // A box may begin on the margin: points at the very edge of the plot are enclosed from there.
        start.current = { x: between(x, area.left, area.right), y: between(y, area.top, area.bottom), area };
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        if (start.current !== null) setBox(boxTo(event));
      },
      onPointerUp(event: PointerEvent<HTMLElement>) {
        const done = boxTo(event);
        start.current = null;
        setBox(null);
        if (done && done.right - done.left >= leastPx && done.bottom - done.top >= leastPx) options.onBox(done);
      },
      onPointerCancel() {
        start.current = null;
        setBox(null);
      },
    },
    drawing: box !== null,
  };
}
