"use client";

import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Menu, MenuButton } from "@/components/ui/menu";
import styles from "../controls.module.css";

/** What dragging on the plot does. */
export type Tool = "zoom" | "pan" | "select";

export type DownloadKind = "png" | "svg" | "csv";

const downloads: readonly { kind: DownloadKind; label: string }[] = [
  { kind: "png", label: "Image (PNG)" },
  { kind: "svg", label: "Drawing (SVG)" },
  { kind: "csv", label: "Data (CSV)" },
];

const paths = {
  zoom: "M3 8V5a2 2 0 0 1 2-2h3M16 3h3a2 2 0 0 1 2 2v3M21 16v3a2 2 0 0 1-2 2h-3M8 21H5a2 2 0 0 1-2-2v-3M12 9v6M9 12h6",
  pan: "M12 2v20M2 12h20M9 5l3-3 3 3M9 19l3 3 3-3M5 9l-3 3 3 3M19 9l3 3-3 3",
  select:
    "M5 3a2 2 0 0 0-2 2M19 3a2 2 0 0 1 2 2M5 21a2 2 0 0 1-2-2M9 3h2M9 21h1M14 3h1M3 9v1M21 9v2M3 14v1M12.03 12.68a.5.5 0 0 1 .65-.65l9 3.5a.5.5 0 0 1-.03.95l-3.44 1.07a1 1 0 0 0-.66.66l-1.07 3.43a.5.5 0 0 1-.95.03z",
  restore: "M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8M3 3v5h5",
} as const;

const names: Record<Tool, string> = {
  zoom: "Drag to zoom",
  pan: "Drag to move",
  select: "Drag to select rows",
};

const Glyph = ({ name }: { name: keyof typeof paths }) => (
  <svg className={styles.glyph} viewBox="0 0 24 24" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);

export function Tools(props: {
  tool: Tool;
  onTool: (tool: Tool) => void;
  zoomed: boolean;
  onRestore: () => void;
  onDownload: (kind: DownloadKind) => void;
}) {
  const menuId = useId();
  return (
    <div className={styles.tools} role="toolbar" aria-label="Plot tools">
      {(["zoom", "pan", "select"] as const).map((tool) => (
        <button
          key={tool}
          type="button"
          className={styles.tool}
          aria-pressed={props.tool === tool}
          aria-label={names[tool]}
          title={names[tool]}
          onClick={() => props.onTool(tool)}
        >
          <Glyph name={tool} />
        </button>
      ))}
      <button
        type="button"
        className={styles.tool}
        aria-label="Show everything"
        title="Show everything (0)"
        disabled={!props.zoomed}
        onClick={props.onRestore}
      >
        <Glyph name="restore" />
      </button>
      <Menu id={menuId} label="Download" icon="download" iconOnly small look="quiet">
        {downloads.map(({ kind, label }) => (
          <MenuButton
            key={kind}
            type="button"
            popoverTarget={menuId}
            popoverTargetAction="hide"
            onClick={() => props.onDownload(kind)}
          >
            {label}
          </MenuButton>
        ))}
      </Menu>
    </div>
  );
}

/** Ends a selection. */
export const ClearButton = ({ onClick }: { onClick: () => void }) => (
  <Button small look="quiet" icon="x" onClick={onClick}>
    Clear
  </Button>
);
