"use client";

import { type ChangeEvent, type ReactNode, useEffect, useRef, useState } from "react";
import styles from "./table-selection.module.css";

// By attributes: in a form with a field named "id" the property `form.id` is that field.
const belongs = (box: HTMLInputElement, form: string, name: string): boolean =>
  box.name === name && box.getAttribute("form") === form;

const boxes = (form: string, name: string): HTMLInputElement[] =>
  [...document.querySelectorAll<HTMLInputElement>("tbody input[type=checkbox]")].filter((box) =>
    belongs(box, form, name),
  );

/** Those that "all" means: not what is done with already, unless all of it is. */
function meant(all: readonly HTMLInputElement[]): readonly HTMLInputElement[] {
  const open = all.filter((box) => box.dataset.done === undefined);
  return open.length > 0 ? open : all;
}

const changed = (box: HTMLInputElement): void => {
  box.dispatchEvent(new Event("change", { bubbles: true }));
};

/** Unchecks the rows whose values are given: they are done with. */
export function uncheck(form: string, name: string, values: readonly string[]): void {
  const done = boxes(form, name).filter((box) => box.checked && values.includes(box.value));
  for (const box of done) box.checked = false;
  if (done[0] !== undefined) changed(done[0]);
}

type SelectAllProps = { form: string; name: string; label: string; className: string };

/** Checks what the page shows; its third state says that only some are checked. */
export function SelectAll({ form, name, label, className }: SelectAllProps) {
  const own = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const show = () => {
      const all = boxes(form, name);
      if (own.current === null) return;
      own.current.checked = all.length > 0 && meant(all).every((box) => box.checked);
      own.current.indeterminate = !own.current.checked && all.some((box) => box.checked);
    };
    show();
    document.addEventListener("change", show);
    return () => document.removeEventListener("change", show);
  }, [form, name]);
  const toggle = (event: ChangeEvent<HTMLInputElement>) => {
    const { checked } = event.target;
    const all = boxes(form, name);
    for (const box of checked ? meant(all) : all) box.checked = checked;
    const [first] = all;
    if (first !== undefined) changed(first);
  };
  return <input ref={own} type="checkbox" className={className} aria-label={label} onChange={toggle} />;
}

type BarProps = {
  form: string;
  name: string;
  /** Rows that are selected too, but not on this page of the table. */
  more?: number;
  onClear?: () => void;
  children: ReactNode;
};

/**
 * What can be done with the checked rows; out of the way until something is checked. `form` is the id of the form that
 * the row boxes belong to, `children` its buttons (with `form` set on each).
 */
export function SelectionBar({ form, name, more = 0, onClear, children }: BarProps) {
  const [count, setCount] = useState(0);
  const last = useRef<HTMLInputElement | null>(null);
  useEffect(() => {
    const recount = () => setCount(boxes(form, name).filter((box) => box.checked).length);
    // Shift-click checks the range since the last box.
    const range = (event: MouseEvent) => {
      const box = event.target;
      if (!(box instanceof HTMLInputElement) || !belongs(box, form, name)) return;
      if (event.shiftKey && last.current !== null) {
        const all = boxes(form, name);
        const [from, to] = [all.indexOf(last.current), all.indexOf(box)].sort((a, b) => a - b);
        for (const between of all.slice(from, (to ?? 0) + 1)) between.checked = box.checked;
        recount();
      }
      last.current = box;
    };
    recount();
    document.addEventListener("change", recount);
    document.addEventListener("click", range);
    return () => {
      document.removeEventListener("change", recount);
      document.removeEventListener("click", range);
    };
  }, [form, name]);
  const clear = () => {
    const checked = boxes(form, name).filter((box) => box.checked);
    for (const box of checked) box.checked = false;
    if (checked[0] !== undefined) changed(checked[0]);
    onClear?.();
  };
  return (
    <div className={styles.bar} hidden={count + more === 0} role="toolbar" aria-label="With the selected rows">
      <output className={styles.count}>{count + more} selected</output>
      {children}
      <button type="button" className={styles.clear} onClick={clear}>
        Clear
      </button>
    </div>
  );
}
