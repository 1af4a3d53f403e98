"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState, FailedState } from "@/components/ui/states";
import { Mono } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import { listObservationFilesAction } from "../_server/actions";

type File = { id: string; filename: string; observedAt: string | null; url: string | null };
type Looked = { files: readonly File[] } | { problem: string };

/** What the facility keeps of the observation: asked when somebody wants to know, so that the page never waits for it. */
export function FacilityFiles({ id, facilityName }: { id: string; facilityName: string }) {
  const [looked, setLooked] = useState<Looked | null>(null);
  const [pending, start] = useTransition();
  const look = () =>
    start(async () => {
      const result = await listObservationFilesAction({ id });
      setLooked(result.ok ? { files: result.data.files } : { problem: result.error.message });
    });
  const again = (
    <Button small icon="refresh-cw" disabled={pending} onClick={look}>
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
        Asked of its archive when you want to know.
      </EmptyState>
    );
  }
  if ("problem" in looked) return <FailedState title="The archive did not say" why={looked.problem} retry={again} />;
  return (
    <DataTable<File>
      caption={`Files at ${facilityName}`}
      compact
      columns={[
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
      ]}
      rows={looked.files}
      rowKey={(file) => file.id}
      empty={<EmptyState title="No file yet" icon="inbox" next={again} />}
    />
  );
}
