"use client";

import { type RefObject, useEffect } from "react";

/** So long after the page last scrolled, the wheel still belongs to the page. */
const pauseMs = 350;

/**
 * The wheel zooms the plot, but a page that is being scrolled is not caught by a plot that comes under the pointer:
 * until it rests, wheel events do not reach the chart.
 */
export function useWheelManners(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let scrolledAt = Number.NEGATIVE_INFINITY;
    const scrolled = () => {
      scrolledAt = performance.now();
    };
    const wheel = (event: WheelEvent) => {
      if (performance.now() - scrolledAt < pauseMs) event.stopPropagation();
    };
    const target = element.current;
    window.addEventListener("scroll", scrolled, { passive: true, capture: true });
    target?.addEventListener("wheel", wheel, { passive: true, capture: true });
    return () => {
      window.removeEventListener("scroll", scrolled, { capture: true });
      target?.removeEventListener("wheel", wheel, { capture: true });
    };
  }, [element]);
}
