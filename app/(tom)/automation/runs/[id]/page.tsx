import type { Metadata } from "next";
import { Badge } from "@/components/ui/badge";
import { PageTitle } from "@/components/ui/page-title";
import { Columns, Panel, Stack } from "@/components/ui/panel";
import { EmptyState, Notice } from "@/components/ui/states";
import { CodeBlock } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import { counted } from "@/lib/core/counted";
import { LiveRefresh } from "../../_components/live-refresh";
import { RunActions, waitsForHost } from "../../_components/run-actions";
import { RunFacts } from "../../_components/run-facts";
import { RunLines } from "../../_components/run-lines";
import { RunSteps } from "../../_components/run-steps";
import { WorkState } from "../../_components/work-state";
import { loadHookRun } from "../../_server/loaders";

export const metadata: Metadata = { title: "Hook run" };

const json = (value: unknown): string => JSON.stringify(value, null, 2);

const linesText = (count: number): string => `${count} ${count === 1 ? "line" : "lines"}`;

export default async function HookRunPage({ params }: { params: Promise<{ id: string }> }) {
  const { run, now } = await loadHookRun((await params).id);
  const underWay = run.status === "queued" || run.status === "running";
  return (
    <Stack>
      <PageTitle
        title={run.handler}
        breadcrumb={[{ label: "Automation", href: "/automation" }]}
        marks={
          <>
            <WorkState status={run.status} pill />
            {run.dryRun ? <Badge>dry run</Badge> : null}
          </>
        }
        subtitle={`One run for ${run.hook}${run.objectName === null ? "" : ` of ${run.objectName}`}`}
        actions={<RunActions run={run} now={now} />}
      />
      {underWay ? <LiveRefresh busy /> : null}
      {run.status === "paused" ? (
        <Notice tone="warning" framed>
          This handler is paused. The run waits, and goes on when an administrator resumes it.
        </Notice>
      ) : null}
      {run.hostBusyUntil !== null && waitsForHost(run, now) ? (
        <Notice tone="warning" framed>
          The service that it asks wants to be left alone until{" "}
          <UtcTime iso={run.hostBusyUntil} precision="second" now={now} />. The run waits for that, and cannot be
          hurried.
        </Notice>
      ) : null}
      {run.othersAtHost > 0 && !waitsForHost(run, now) ? (
        <Notice framed>
          {counted(run.othersAtHost, "attempt is", "attempts are")} under way at the service that it asks. The run waits
          for its turn there.
        </Notice>
      ) : null}
      {run.error === null || waitsForHost(run, now) ? null : (
        <Notice tone={run.status === "failed" ? "bad" : "warning"} framed>
          {run.error}
        </Notice>
      )}
      <Columns wideFirst>
        <Stack>
          <Panel id="output" title="Output">
            {run.output === null ? (
              <EmptyState title={underWay || run.status === "paused" ? "Not there yet" : "No output"} />
            ) : (
              <CodeBlock code={json(run.output)} label="output" />
            )}
          </Panel>
          <Panel id="steps" title="Steps" note="Done once, however often the run is tried" flush>
            <RunSteps steps={run.steps} />
          </Panel>
          <Panel id="log" title="Log" note={run.logs.length === 0 ? undefined : linesText(run.logs.length)} flush>
            <RunLines lines={run.logs} />
          </Panel>
        </Stack>
        <Panel id="facts" title="Run">
          <RunFacts run={run} now={now} />
        </Panel>
      </Columns>
      <Panel id="input" title="Input" note="The object whole, as it was when the event happened">
        {run.input === null ? (
          <EmptyState title="Shown to those who may change the object" />
        ) : (
          <CodeBlock code={json(run.input)} label="input" />
        )}
      </Panel>
    </Stack>
  );
}
