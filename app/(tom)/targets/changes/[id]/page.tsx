import type { Metadata } from "next";
import { ActionButton } from "@/components/forms/action-button";
import { ButtonLink } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { FactList } from "@/components/ui/fact-list";
import { Pager } from "@/components/ui/links";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { Notice } from "@/components/ui/states";
import { Progress } from "@/components/ui/text";
import { LiveRefresh } from "../../../automation/_components/live-refresh";
import { WorkState } from "../../../automation/_components/work-state";
import { cancelJobAction } from "../../../automation/_server/actions";
import { changeTitle } from "../_components/change-words";
import { type ChangePage, loadChange, type Search } from "../_server/loaders";

export const metadata: Metadata = { title: "Change of many targets" };

type Props = { params: Promise<{ id: string }>; searchParams: Search };

export default async function BulkChangePage({ params, searchParams }: Props) {
  const { id } = await params;
  const page = await loadChange(id, searchParams);
  const { job, change } = page;
  const isBusy = job.status === "queued" || job.status === "running";
  return (
    <Stack>
      <PageTitle
        title={changeTitle(change)}
        breadcrumb={[{ label: "Targets", href: "/targets" }]}
        marks={<WorkState status={job.status} />}
        subtitle={job.message}
        primary={
          isBusy ? (
            <ActionButton
              action={cancelJobAction}
              fields={{ id }}
              label="Cancel this change"
              done="The change is cancelled: targets that were changed by then stay so."
              icon="circle-stop"
            >
              Cancel
            </ActionButton>
          ) : (
            <ButtonLink href="/targets" look="primary">
              See the targets
            </ButtonLink>
          )
        }
      />
      {isBusy ? <LiveRefresh busy /> : null}
      <Panel title={isBusy ? "How far it is" : "What became of them"}>
        <Stack>
          <Progress label="Progress of the change" done={page.done} total={page.total} />
          <FactList facts={factsOf(page)} />
          <Rest page={page} isBusy={isBusy} />
        </Stack>
      </Panel>
      {page.counts.refused === 0 ? null : <Refused page={page} />}
    </Stack>
  );
}

const number = (count: number): string => count.toLocaleString("en");

const factsOf = ({ counts, total, done }: ChangePage) => [
  { label: "Changed", value: number(counts.changed) },
  { label: "Were so already", value: number(counts.unchanged) },
  { label: "Refused", value: number(counts.refused) },
  { label: "Not found", value: number(counts.notFound), hint: "Deleted since they were chosen, or out of your sight" },
  ...(done === total ? [] : [{ label: "Left to do", value: number(total - done) }]),
];

function Rest({ page: { total, done }, isBusy }: { page: ChangePage; isBusy: boolean }) {
  if (isBusy) return <p>Each target is changed by itself. You may leave this page: the work goes on.</p>;
  if (done === total) return null;
  return (
    <Notice tone="warning">
      It ended before its time: {number(total - done)} of the targets that were chosen are as they were. The same change
      of the same targets, begun anew, does what is left.
    </Notice>
  );
}

type Row = ChangePage["refused"][number];

const columns: Column<Row>[] = [
  { id: "name", header: "Target", isName: true, cell: ({ id, name }) => <a href={`/targets/${id}`}>{name}</a> },
  { id: "reason", header: "Why", full: true, cell: ({ reason }) => reason },
];

function Refused({ page: { job, counts, refused, cursor, nextCursor } }: { page: ChangePage }) {
  const href = `/targets/changes/${job.id}`;
  return (
    <Panel
      title="Refused"
      flush
      footer={
        <Pager
          summary={`${refused.length} of ${number(counts.refused)}`}
          previousHref={cursor === null ? null : href}
          nextHref={nextCursor === null ? null : `${href}?cursor=${nextCursor}`}
        />
      }
    >
      <DataTable
        caption="Targets that were refused"
        columns={columns}
        rows={refused}
        rowKey={({ seq }) => `${seq}`}
        compact
        empty="None"
      />
    </Panel>
  );
}
