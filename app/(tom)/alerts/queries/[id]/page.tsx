import type { Metadata } from "next";
import { SubmitButton } from "@/components/forms/action-form";
import { KeptFields } from "@/components/forms/filter-form";
import { PlainForm } from "@/components/forms/form-layout";
import { ButtonLink } from "@/components/ui/button";
import type { Column } from "@/components/ui/data-table";
import { DialogButton } from "@/components/ui/dialog";
import { FactList } from "@/components/ui/fact-list";
import { PageTitle } from "@/components/ui/page-title";
import { Columns, Panel, Stack } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { UtcTime } from "@/components/ui/values";
import type { RunDto } from "@/lib/alerts/types";
import type { BrokerManifest } from "@/lib/brokers/contract";
import { DeleteQuery } from "../../_components/delete-query";
import { QueryTroubles } from "../../_components/query-troubles";
import { RulePanel } from "../../_components/rule-panel";
import { RunState } from "../../_components/run-state";
import { SchedulePanel } from "../../_components/schedule-panel";
import { duplicateQueryAction, runQueryAction } from "../../_server/actions";
import { loadQuery, loadQueryForm } from "../../_server/loaders";

export const metadata: Metadata = { title: "Query" };

const columns = (now: Date): Column<RunDto>[] => [
  {
    id: "started",
    header: "Started",
    unit: "UTC",
    isName: true,
    cell: (run) => (
      <a href={`/alerts/runs/${run.id}`}>
        <UtcTime iso={run.startedAt} scale={false} now={now} />
      </a>
    ),
  },
  { id: "status", header: "State", cell: (run) => <RunState status={run.status} /> },
  { id: "trigger", header: "Asked for by", cell: (run) => (run.trigger === "schedule" ? "its schedule" : "a person") },
  { id: "total", header: "Alerts", numeric: true, cell: (run) => run.counts.total },
  { id: "new", header: "New", numeric: true, cell: (run) => run.counts.new },
  { id: "known", header: "Known", numeric: true, cell: (run) => run.counts.known },
  { id: "updated", header: "Updated", numeric: true, cell: (run) => run.counts.updated },
  { id: "gone", header: "Gone", numeric: true, cell: (run) => run.counts.gone },
  { id: "feedback", header: "Feedback", full: true, cell: (run) => run.feedback ?? "" },
];

const scoreOf = (manifest: Pick<BrokerManifest, "scoreMeaning" | "scoreOrder" | "magnitudeSystem"> | undefined) => ({
  meaning: manifest?.scoreMeaning ?? "Score of the broker.",
  order: manifest?.scoreOrder ?? "higher",
  magnitudeSystem: manifest?.magnitudeSystem ?? null,
});

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function QueryPage({ params, searchParams }: Props) {
  const [{ id }, { panel }] = await Promise.all([params, searchParams]);
  const [{ query, runs, broker, asked, now }, { groups }] = await Promise.all([loadQuery(id), loadQueryForm()]);
  const editing = query.rights.canChange ? panel : undefined;
  return (
    <>
      <PageTitle
        title={query.name}
        breadcrumb={[
          { label: "Alerts", href: "/alerts" },
          { label: "Saved queries", href: "/alerts/queries" },
        ]}
        subtitle={`${broker?.manifest.name ?? query.brokerId} · ${query.group ? `members of ${query.group.name}` : "only its owner"} · by ${query.owner ?? "a deleted account"}`}
        actions={
          <>
            {query.rights.canChange ? (
              <ButtonLink href={`/alerts/queries/${query.id}/edit`} icon="pencil">
                Edit
              </ButtonLink>
            ) : null}
            <PlainForm action={duplicateQueryAction} label="Duplicate" className="inline">
              <KeptFields keep={{ id: query.id }} />
              <SubmitButton look="plain" icon="copy">
                Duplicate
              </SubmitButton>
            </PlainForm>
            {query.rights.canChange ? (
              <DialogButton dialog="delete-query" icon="trash" look="danger">
                Delete
              </DialogButton>
            ) : null}
          </>
        }
        primary={
          <PlainForm action={runQueryAction} label="Run" className="inline">
            <KeptFields keep={{ id: query.id }} />
            <SubmitButton icon="play">Run now</SubmitButton>
          </PlainForm>
        }
      />
      <QueryTroubles query={query} />
      <Stack>
        <Panel title="What it asks" id="asks">
          {asked.length === 0 ? <p>Everything that the broker has.</p> : <FactList facts={asked} />}
        </Panel>
        <Columns>
          <SchedulePanel query={query} editing={editing === "schedule"} now={now} />
          <RulePanel query={query} editing={editing === "rule"} groups={groups} score={scoreOf(broker?.manifest)} />
        </Columns>
        <Panel title="Runs" id="runs" flush>
          <ServerTable
            caption="Runs of this query"
            columns={columns(now)}
            rows={runs}
            rowKey={(run) => run.id}
            rowHref={(run) => `/alerts/runs/${run.id}`}
            empty={<EmptyState title="Not run yet">Run it to see what the broker says; the answer is kept.</EmptyState>}
          />
        </Panel>
      </Stack>
      {query.rights.canChange ? (
        <DeleteQuery
          id={query.id}
          name={query.name}
          hasRuns={runs.length > 0}
          dialog="delete-query"
          doneHref="/alerts/queries"
        />
      ) : null}
    </>
  );
}
