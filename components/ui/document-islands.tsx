"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";
import { copyFrom, keepPage, serveDialog } from "./delegates";
import { softFormTarget, softLinkTarget } from "./soft-navigation";
import { watchPieces } from "./static-piece";
import { Toasts } from "./toasts";
import styles from "./toasts.module.css";

/**
 * What every page has once, however many buttons and links it holds: navigation without reloading for plain links and
 * GET forms, copy buttons, dialog buttons, toasts. Pages stay plain HTML and work before this runs.
 */
export function DocumentIslands() {
  const router = useRouter();
  const [going, start] = useTransition();
  useEffect(() => watchPieces(() => router.refresh()), [router]);
  useEffect(() => {
    const go = (target: { href: string; keepScroll: boolean }) =>
      start(() => router.push(target.href, { scroll: !target.keepScroll }));
    const onClick = (event: MouseEvent) => {
      if (!(event.target instanceof Element)) return;
      copyFrom(event.target);
      serveDialog(event.target);
      const target = softLinkTarget(event);
      if (target === null) return;
      event.preventDefault();
      // A link inside an open menu has done its work.
      document.querySelector<HTMLElement>(":popover-open")?.hidePopover();
      go(target);
    };
    const onSubmit = (event: SubmitEvent) => {
      const target = softFormTarget(event);
      if (target === null) return;
      event.preventDefault();
      go(target);
    };
    document.addEventListener("click", onClick);
    document.addEventListener("submit", onSubmit);
    window.addEventListener("dragover", keepPage);
    window.addEventListener("drop", keepPage);
    return () => {
      document.removeEventListener("click", onClick);
      document.removeEventListener("submit", onSubmit);
      window.removeEventListener("dragover", keepPage);
      window.removeEventListener("drop", keepPage);
    };
  }, [router]);
  return (
    <>
      {going ? <div className={styles.going} aria-hidden="true" /> : null}
      <Toasts />
    </>
  );
}
