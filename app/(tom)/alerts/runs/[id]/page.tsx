import type { Metadata } from "next";
import { ClassMeaning } from "@/components/brokers/class-cell";
import { SubmitButton } from "@/components/forms/action-form";
import { KeptFields } from "@/components/forms/filter-form";
import { PlainForm } from "@/components/forms/form-layout";
import { FilterChips, Pager } from "@/components/ui/links";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState, FailedState, Notice } from "@/components/ui/states";
import { UtcTime } from "@/components/ui/values";
import type { AlertState, RunAlertDto } from "@/lib/alerts/types";
import { services } from "@/lib/web/services";
import { LiveRefresh } from "../../../automation/_components/live-refresh";
import { alertColumns } from "../../_components/alert-columns";
import { AlertLook } from "../../_components/alert-look";
import { AlertsKeeper } from "../../_components/alerts-keeper";
import { type AllAlerts, CreateTargets } from "../../_components/create-targets";
import { RuleResult } from "../../_components/rule-result";
import { RunContext } from "../../_components/run-context";
import { RunState } from "../../_components/run-state";
import { runQueryAction } from "../../_server/actions";
import { loadRun } from "../../_server/loaders";

export const metadata: Metadata = { title: "Run" };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

const states: readonly AlertState[] = ["new", "known", "updated"];
const formId = "create-targets";
const selection = {
  form: formId,
  name: "alertIds",
  label: (alert: RunAlertDto) => `Choose ${alert.name}`,
  done: { is: (alert: RunAlertDto) => alert.targetId !== null, rest: "Select all shown without a target" },
};

/** Where some have a target already, the others are meant. */
function allOf({ open, ofState }: { open: number; ofState: number }, among: { state?: AlertState }): AllAlerts {
  const state = among.state ?? "";
  return open === 0 || open === ofState
    ? { count: ofState, words: state, among }
    : { count: open, words: `${state} without a target`.trim(), among: { ...among, hasTarget: false } };
}

export default async function RunPage({ params, searchParams }: Props) {
  const [{ id }, search] = await Promise.all([params, searchParams]);
  const state = states.find((one) => one === search.state);
  const cursor = typeof search.cursor === "string" ? search.cursor : undefined;
  const look = typeof search.look === "string" ? search.look : undefined;
  const isOpen = search.target === "none";
  const ofState = state ? { state } : {};
  const filter = { ...ofState, ...(isOpen ? { hasTarget: false as const } : {}) };
  const loaded = await loadRun(id, { ...filter, ...(cursor ? { cursor } : {}) }, look);
  const { run, alerts, counts, gone, manifest } = loaded;
  const brokerName = manifest?.name ?? run.brokerId;
  const now = services().clock.now();
  const at = (query: Record<string, string>): string =>
    Object.keys(query).length === 0 ? `/alerts/runs/${id}` : `/alerts/runs/${id}?${new URLSearchParams(query)}`;
  const ofTarget = isOpen ? { target: "none" } : {};
  const first = { ...ofState, ...ofTarget };
  const here = { ...first, ...(cursor ? { cursor } : {}) };
  const lookHref = (alertId: string): string => `${at({ ...here, look: alertId })}#look`;
  const running = run.status === "running";
  return (
    <>
      <PageTitle
        title={run.queryName}
        breadcrumb={[
          { label: "Alerts", href: "/alerts" },
          { label: "Saved queries", href: "/alerts/queries" },
          ...(run.queryId ? [{ label: run.queryName, href: `/alerts/queries/${run.queryId}` }] : []),
        ]}
        marks={<RunState status={run.status} pill />}
        subtitle={
          <>
            {run.trigger === "schedule" ? "Scheduled run" : "Run"} of{" "}
            <UtcTime iso={run.startedAt} precision="second" now={now} /> at {brokerName}. It is kept as it was; this
            address stays.
          </>
        }
        primary={
          run.queryId === null ? null : (
            <PlainForm action={runQueryAction} label="Run again" className="inline">
              <KeptFields keep={{ id: run.queryId }} />
              <SubmitButton look="plain" icon="refresh-cw">
                Run again
              </SubmitButton>
            </PlainForm>
          )
        }
      />
      {running ? <AlertsKeeper runId={id} shown={run.feedback} /> : null}
      <Stack>
        {run.feedback && run.status !== "failed" ? (
          <Notice tone={run.status === "partial" ? "warning" : "info"} framed>
            {run.feedback}
          </Notice>
        ) : null}
        <FilterChips
          label="State of the alerts"
          chips={[
            { label: "All", value: String(run.counts.total), href: `/alerts/runs/${id}`, on: false },
            ...states.map((one) => ({
              label: one,
              value: String(run.counts[one]),
              href: at(state === one ? ofTarget : { state: one, ...ofTarget }),
              on: state === one,
            })),
            ...(run.previousRunId ? [{ label: "gone", value: String(run.counts.gone), href: "#gone" }] : []),
            ...(loaded.hasPositions || isOpen
              ? [
                  {
                    label: "no target yet",
                    value: String(counts.open),
                    href: at(isOpen ? ofState : { ...ofState, target: "none" }),
                    on: isOpen,
                  },
                ]
              : []),
          ]}
        />
        {loaded.looked === null ? null : (
          <AlertLook
            alert={loaded.looked.alert}
            broker={{
              id: run.brokerId,
              name: brokerName,
              scoreMeaning: manifest?.scoreMeaning ?? "Score of the broker",
              givesLightCurves: loaded.givesLightCurves,
              givesStamps: loaded.givesStamps,
              givesClasses: loaded.givesClasses,
            }}
            lightCurveHref={`/alerts/runs/${id}/light-curve?alert=${encodeURIComponent(loaded.looked.alert.alertId)}`}
            classesHref={`/alerts/runs/${id}/classes?alert=${encodeURIComponent(loaded.looked.alert.alertId)}`}
            stampHref={`/alerts/runs/${id}/stamp?alert=${encodeURIComponent(loaded.looked.alert.alertId)}`}
            previousHref={loaded.looked.previousId === null ? null : lookHref(loaded.looked.previousId)}
            nextHref={loaded.looked.nextId === null ? null : lookHref(loaded.looked.nextId)}
            closeHref={at(here)}
            now={now}
          />
        )}
        <Panel title="Alerts" id="alerts" flush>
          <ServerTable
            caption="Alerts of this run"
            columns={alertColumns({
              score: manifest?.scoreMeaning ?? "Score of the broker",
              magnitudeSystem: manifest?.magnitudeSystem ?? null,
              brokerName,
              lookHref,
              now,
            })}
            rows={alerts.items}
            rowKey={(alert) => alert.alertId}
            rowHref={(alert) => lookHref(alert.alertId)}
            {...(loaded.hasPositions ? { selection } : {})}
            empty={
              running ? (
                <EmptyState title="The broker is being asked">This page follows.</EmptyState>
              ) : run.status === "failed" ? (
                <FailedState title="The run failed" why={run.feedback ?? "The broker gave no answer."} />
              ) : state !== undefined && !isOpen && run.counts.total > 0 ? (
                <EmptyState title={`No alert of this run is ${state}`}>
                  <a href={`/alerts/runs/${id}`}>Show all {run.counts.total}</a>
                </EmptyState>
              ) : (
                <EmptyState title="No alerts">
                  {run.counts.total === 0 ? "The broker has nothing that fits." : "This run has none of that kind."}
                </EmptyState>
              )
            }
          />
          {alerts.items.length === 0 ? null : (
            <ClassMeaning
              classes={alerts.items.flatMap(({ classifications }) => classifications)}
              {...(manifest === null ? {} : { score: manifest.scoreMeaning })}
            />
          )}
        </Panel>
        {alerts.nextCursor !== null || cursor ? (
          <Pager
            summary={`${alerts.items.length} of ${isOpen ? counts.open : counts.ofState}`}
            previousHref={cursor ? at(first) : null}
            nextHref={alerts.nextCursor === null ? null : at({ ...first, cursor: alerts.nextCursor })}
          />
        ) : null}
        {run.rule === null ? null : (
          <>
            {run.rule.state === "waiting" ? <LiveRefresh busy /> : null}
            <RuleResult rule={run.rule} />
          </>
        )}
        {run.counts.total > 0 && !loaded.hasPositions ? (
          <Panel title="Make targets" id="make">
            <p>Nothing in this run has a position, so nothing of it can become a target.</p>
          </Panel>
        ) : null}
        {loaded.hasPositions ? (
          <CreateTargets
            formId={formId}
            runId={id}
            all={allOf(counts, ofState)}
            groups={loaded.groups}
            groupId={loaded.groupId}
            broker={{ name: brokerName, givesLightCurves: loaded.givesLightCurves }}
            defaultVisibility={loaded.defaultVisibility}
            matchRadiusArcsec={loaded.matchRadiusArcsec}
          />
        ) : null}
        <RunContext run={run} asked={loaded.asked} gone={gone} now={now} />
      </Stack>
    </>
  );
}
