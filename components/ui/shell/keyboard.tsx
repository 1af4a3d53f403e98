"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import type { PaletteEntry } from "./rooms";

// Fetched when first asked for; a page that is only read never loads them.
const Palette = dynamic(() => import("./palette").then((module) => module.Palette), { ssr: false });
const KeyHelp = dynamic(() => import("./key-help").then((module) => module.KeyHelp), { ssr: false });

const tableKeys = new Set(["j", "k", "x", "Enter"]);
/** Follow the link that says that it has this key. */
const stepKeys = new Set(["n", "p"]);

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog") !== null);

type Open = "palette" | "help" | null;

function serveKey(event: KeyboardEvent, open: (what: Open) => void): void {
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    open("palette");
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("global-search")?.focus();
  } else if (event.key === "?") {
    event.preventDefault();
    open("help");
  } else if (tableKeys.has(event.key) && document.querySelector("table[data-keys]") !== null) {
    void import("./table-keys").then((module) => module.serveTableKey(event.key, document));
  } else if (stepKeys.has(event.key)) {
    document.querySelector<HTMLElement>(`a[aria-keyshortcuts="${event.key}"]`)?.click();
  }
}

/** Listens to the keys of the house and to buttons that open the palette or the list of keys. */
export function Keyboard({ entries }: { entries: readonly PaletteEntry[] }) {
  const [open, setOpen] = useState<Open>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => serveKey(event, setOpen);
    const onClick = (event: MouseEvent) => {
      if (!(event.target instanceof Element)) return;
      if (event.target.closest("[data-open-palette]") !== null) setOpen("palette");
      if (event.target.closest("[data-open-help]") !== null) setOpen("help");
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("click", onClick);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("click", onClick);
    };
  }, []);
  if (open === "palette") return <Palette entries={entries} onClose={() => setOpen(null)} />;
  if (open === "help") return <KeyHelp onClose={() => setOpen(null)} />;
  return null;
}
