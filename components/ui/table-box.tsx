"use client";

import { type ReactNode, useLayoutEffect, useRef } from "react";

/**
 * The frame of a table. It knows whether the table fits: only then may the page scroll it, because a frame that scrolls
 * sideways would keep the header from sticking under the top bar. Before scripts run it scrolls by itself.
 */
export function TableBox({ className, children }: { className: string; children: ReactNode }) {
  const own = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = own.current;
    if (box === null) return;
    const measure = () => {
      box.toggleAttribute("data-fits", box.scrollWidth <= box.clientWidth);
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={own} className={className}>
      {children}
    </div>
  );
}
