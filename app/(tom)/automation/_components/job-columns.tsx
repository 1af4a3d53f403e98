import { ActionButton } from "@/components/forms/action-button";
import type { Column } from "@/components/ui/data-table";
import { Muted, Progress } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { JobDto } from "@/lib/jobs/types";
import { kindWords } from "../../_components/job-words";
import { cancelJobAction } from "../_server/actions";
import { WorkState } from "./work-state";

/** Of brokers, by their ids. */
type Names = ReadonlyMap<string, string>;

/** Jobs that have a page of their own, and what stands before their id in its address. */
const pages: Readonly<Record<string, string>> = {
  "targets.import": "/targets/import/",
  "targets.change": "/targets/changes/",
};

/** With whom it asks and what of, as one text: several jobs of one kind are told apart by it. */
const subjectWords = ({ subject: { brokerId, target } }: JobDto, brokers: Names): string =>
  [brokerId === null ? null : (brokers.get(brokerId) ?? brokerId), target?.name]
    .filter((part) => part !== null && part !== undefined)
    .join(", ");

const nameWords = (job: JobDto, brokers: Names): string =>
  [kindWords(job.kind), subjectWords(job, brokers)].filter((part) => part !== "").join(": ");

function jobName(job: JobDto, brokers: Names) {
  const page = pages[job.kind];
  if (page !== undefined) return <a href={`${page}${job.id}`}>{kindWords(job.kind)}</a>;
  const { brokerId, target } = job.subject;
  if (target === null) return nameWords(job, brokers);
  return (
    <p>
      {kindWords(job.kind)}: {brokerId === null ? null : `${brokers.get(brokerId) ?? brokerId}, `}
      <a href={`/targets/${target.id}`}>{target.name}</a>
    </p>
  );
}

const isUnderWay = (job: JobDto): boolean => job.status === "queued" || job.status === "running";

export const jobColumns = (now: Date, everyone: boolean, brokers: Names): Column<JobDto>[] => [
  { id: "kind", header: "Job", isName: true, cell: (job) => jobName(job, brokers) },
  ...(everyone ? [{ id: "owner", header: "Owner", cell: (job: JobDto) => job.owner ?? <Muted>the house</Muted> }] : []),
  { id: "state", header: "State", nowrap: true, cell: (job) => <WorkState status={job.status} /> },
  {
    id: "progress",
    header: "Progress",
    cell: (job) =>
      isUnderWay(job) || job.total !== null ? (
        <Progress label={`Progress of ${nameWords(job, brokers)}`} done={job.done} total={job.total} />
      ) : (
        "–"
      ),
  },
  { id: "message", header: "Remark", full: true, cell: (job) => (job.message === "" ? "–" : job.message) },
  {
    id: "created",
    header: "Asked for",
    unit: "UTC",
    nowrap: true,
    cell: (job) => <UtcTime iso={job.createdAt} scale={false} now={now} />,
  },
  {
    id: "finished",
    header: "Ended",
    unit: "UTC",
    nowrap: true,
    cell: (job) => <UtcTime iso={job.finishedAt} scale={false} show="time" now={now} />,
  },
  {
    id: "actions",
    header: "Actions",
    isActions: true,
    cell: (job) =>
      isUnderWay(job) ? (
        <ActionButton
          action={cancelJobAction}
          fields={{ id: job.id }}
          label={`Cancel ${nameWords(job, brokers)} of ${job.createdAt}`}
          done="The job is cancelled."
          small
          icon="circle-stop"
        >
          Cancel
        </ActionButton>
      ) : null,
  },
];
