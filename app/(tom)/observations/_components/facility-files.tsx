"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState, FailedState } from "@/components/ui/states";
import type { ListedFile } from "@/lib/observations/types";
import { listObservationFilesAction } from "../_server/actions";
import { FileChoice, type FileType } from "./file-choice";

type Looked = { files: readonly ListedFile[] } | { problem: string };

type Props = {
  id: string;
  facilityName: string;
  /** What is fetched without being asked for, as a sentence; null: nothing is. */
  byItself: string | null;
  types: readonly FileType[];
};

/** What the facility keeps of the observation: asked when somebody wants to know, so that the page never waits for it. */
export function FacilityFiles({ id, facilityName, byItself, types }: Props) {
  const [looked, setLooked] = useState<Looked | null>(null);
  const [pending, start] = useTransition();
  const look = () =>
    start(async () => {
      const result = await listObservationFilesAction({ id });
      setLooked(result.ok ? { files: result.data.files } : { problem: result.error.message });
    });
  const again = (
    <Button icon="refresh-cw" disabled={pending} onClick={look}>
      {pending ? "Looking" : "Look again"}
    </Button>
  );
  if (looked === null) {
    return (
      <EmptyState
        title={`Files that ${facilityName} keeps`}
        icon="inbox"
        next={
          <Button small icon="search" disabled={pending} onClick={look}>
            {pending ? "Looking" : "Look for files"}
          </Button>
        }
      >
        Asked of its archive when you want to know. {byItself}
      </EmptyState>
    );
  }
  if ("problem" in looked) return <FailedState title="The archive did not say" why={looked.problem} retry={again} />;
  if (looked.files.length === 0) {
    return (
      <EmptyState title="No file yet" icon="inbox" next={again}>
        {byItself}
      </EmptyState>
    );
  }
  return <FileChoice {...{ id, facilityName, types, again }} files={looked.files} onSaved={look} />;
}
