"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useId, useRef, useState, useTransition } from "react";
import { Select } from "@/components/forms/select";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Mono, Muted, Progress } from "@/components/ui/text";
import { toast } from "@/components/ui/toast";
import { UtcTime } from "@/components/ui/values";
import type { ListedFile } from "@/lib/observations/types";
import { type FollowedJob, useJobs } from "../../_components/use-jobs";
import { cancelJobAction } from "../../automation/_server/actions";
import { saveObservationFilesAction } from "../_server/actions";
import styles from "./observations.module.css";

export type FileType = { key: string; label: string };

const columns: Column<ListedFile>[] = [
  {
    id: "name",
    header: "File",
    isName: true,
    full: true,
    cell: ({ filename, url }) =>
      url === null ? (
        <Mono>{filename}</Mono>
      ) : (
        <a href={url} rel="noreferrer">
          <Mono>{filename}</Mono>
        </a>
      ),
  },
  {
    id: "at",
    header: "Observed",
    unit: "UTC",
    nowrap: true,
    cell: ({ observedAt }) => <UtcTime iso={observedAt} show="time" scale={false} precision="second" />,
  },
  {
    id: "level",
    header: "Level",
    nowrap: true,
    cell: ({ reduced }) => (reduced === null ? <Muted>not told</Muted> : reduced ? "reduced" : "raw"),
  },
  {
    id: "here",
    header: "Here",
    nowrap: true,
    cell: ({ dataProductId, url }) =>
      dataProductId !== null ? (
        <a href={`/data/${dataProductId}`}>saved</a>
      ) : (
        <Muted>{url === null ? "not for us" : "not yet"}</Muted>
      ),
  },
];

const filesText = (count: number): string => `${count} ${count === 1 ? "file" : "files"}`;

type SavingProps = { jobId: string; onEnd: (job: FollowedJob | undefined) => void };

/** How far the fetching is, and the way to stop it. */
function Saving({ jobId, onEnd }: SavingProps) {
  const [ids] = useState([jobId]);
  const [finish] = useState(() => (jobs: readonly FollowedJob[]) => onEnd(jobs[0]));
  const [job] = useJobs(ids, finish);
  const [stopping, start] = useTransition();
  const stop = () => start(async () => void (await cancelJobAction({ id: jobId })));
  return (
    <div className={styles.saving} role="status">
      <span className={styles.savingWhat}>{job?.message || "Waiting for its turn"}</span>
      <Progress label="Saving files" done={job?.done ?? 0} total={job?.total ?? null} />
      <Button small icon="circle-stop" disabled={stopping} onClick={stop}>
        Stop
      </Button>
    </div>
  );
}

type Props = {
  id: string;
  facilityName: string;
  types: readonly FileType[];
  files: readonly ListedFile[];
  /** The button that looks anew. */
  again: ReactNode;
  onSaved: () => void;
};

/** The files of an observation, to be ticked and saved to its target; without a tick all are. */
export function FileChoice({ id, facilityName, types, files, again, onSaved }: Props) {
  const router = useRouter();
  const formId = useId();
  const boxes = useRef<HTMLFormElement>(null);
  const [type, setType] = useState("");
  const [ticked, setTicked] = useState(0);
  const [jobId, setJobId] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const missing = files.filter((file) => file.dataProductId === null && file.url !== null).length;
  const chosen = (): string[] => (boxes.current ? new FormData(boxes.current).getAll("file").map(String) : []);
  const save = () =>
    start(async () => {
      const some = chosen();
      const input = { id, ...(some.length > 0 ? { files: some } : {}), ...(type === "" ? {} : { type }) };
      const result = await saveObservationFilesAction(input);
      if (result.ok) setJobId(result.data.jobId);
      else toast({ text: result.error.message, tone: "bad" });
    });
  const end = (job: FollowedJob | undefined) => {
    setJobId(null);
    boxes.current?.reset();
    setTicked(0);
    const text = job?.status === "cancelled" ? "Stopped: what had come is kept." : job?.message || "Done.";
    toast({ text, ...(job?.status === "failed" ? { tone: "bad" as const } : {}) });
    onSaved();
    router.refresh();
  };
  return (
    <div onChange={() => setTicked(chosen().length)}>
      <form id={formId} ref={boxes} aria-label={`Ticked files at ${facilityName}`} />
      <DataTable<ListedFile>
        caption={`Files at ${facilityName}`}
        compact
        columns={columns}
        rows={files}
        rowKey={(file) => file.id}
        selection={{ form: formId, name: "file", label: (file) => `Select ${file.filename}` }}
        empty={null}
      />
      {jobId !== null ? (
        <Saving jobId={jobId} onEnd={end} />
      ) : (
        <div className={styles.filesBar}>
          <Button look="primary" icon="download" disabled={pending || missing + ticked === 0} onClick={save}>
            {ticked > 0 ? `Save ${filesText(ticked)} to the target` : "Save all to the target"}
          </Button>
          <Select
            aria-label="Kept as"
            value={type}
            emptyLabel="Kept as their names say"
            options={types.map(({ key, label }) => ({ value: key, label: `Kept as ${label.toLowerCase()}` }))}
            onChange={(event) => setType(event.target.value)}
          />
          {again}
        </div>
      )}
    </div>
  );
}
