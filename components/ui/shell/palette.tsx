"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Icon } from "../icon";
import { KeyHint, Spoken } from "../text";
import styles from "./palette.module.css";
import { coneOption, type PaletteOption, pageOptions } from "./palette-options";
import type { PaletteEntry } from "./rooms";
import { useTargetSearch } from "./use-target-search";

const optionId = (index: number): string => `palette-option-${index}`;

type ListProps = { options: readonly PaletteOption[]; at: number; onChoose: (option: PaletteOption) => void };

function Options({ options, at, onChoose }: ListProps) {
  return options.map((option, index) => (
    <div key={option.href} role="presentation">
      {options[index - 1]?.group === option.group ? null : (
        <div className={styles.group} role="presentation">
          {option.group}
        </div>
      )}
      {/* The keys of an option are those of the box above, which keeps the focus. */}
      <div
        id={optionId(index)}
        className={styles.option}
        role="option"
        tabIndex={-1}
        aria-selected={index === at}
        onClick={() => onChoose(option)}
        onKeyDown={() => undefined}
      >
        <span>{option.label}</span>
        <span className={styles.hint}>{option.hint}</span>
      </div>
    </div>
  ));
}

/** One box that finds targets, pages and actions, and takes pasted coordinates as a cone search. */
export function Palette({ entries, onClose }: { entries: readonly PaletteEntry[]; onClose: () => void }) {
  const own = useRef<HTMLDialogElement>(null);
  const router = useRouter();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const targets = useTargetSearch(text);
  useEffect(() => own.current?.showModal(), []);

  const cone = coneOption(text);
  const options = [...(cone === null ? [] : [cone]), ...targets.options, ...pageOptions(entries, text)];
  const choose = (option: PaletteOption) => {
    own.current?.close();
    router.push(option.href);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && options.length > 0) {
      event.preventDefault();
      const next = (at + step + options.length) % options.length;
      setAt(next);
      document.getElementById(optionId(next))?.scrollIntoView({ block: "nearest" });
    }
    const chosen = options[at];
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (chosen !== undefined) choose(chosen);
    }
  };
  return (
    <dialog ref={own} className={styles.palette} aria-label="Palette" closedby="any" onClose={onClose}>
      <div className={styles.line}>
        <Icon name="search" />
        <input
          className={styles.input}
          type="text"
          role="combobox"
          aria-label="Find a target, a page, or paste coordinates"
          aria-expanded={options.length > 0}
          aria-controls="palette-options"
          aria-activedescendant={options.length > 0 ? optionId(at) : undefined}
          aria-autocomplete="list"
          placeholder="Target, page, or coordinates"
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
        />
        <KeyHint>Esc</KeyHint>
      </div>
      <div className={styles.list} id="palette-options" role="listbox" aria-label="Found">
        <Options options={options} at={at} onChoose={choose} />
      </div>
      {options.length > 0 || targets.state === "busy" ? null : (
        <p className={styles.none}>
          Nothing has this name. A position such as 12:22:54.9 +15:49:25 starts a cone search.
        </p>
      )}
      {targets.state === "failed" ? <p className={styles.none}>Targets could not be searched just now.</p> : null}
      <div role="status">
        <Spoken>{text === "" ? "" : `${options.length} found`}</Spoken>
      </div>
    </dialog>
  );
}
