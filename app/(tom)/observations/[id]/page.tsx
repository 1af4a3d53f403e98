import type { Metadata } from "next";
import { ActionButton } from "@/components/forms/action-button";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { DialogButton } from "@/components/ui/dialog";
import { PageTitle } from "@/components/ui/page-title";
import { Columns, Panel, Stack } from "@/components/ui/panel";
import { Notice } from "@/components/ui/states";
import { LiveRefresh } from "../../automation/_components/live-refresh";
import { fileColumns } from "../../data/_components/file-columns";
import { isUnderWay } from "../../data/_components/file-state";
import { ReportList, reportHref } from "../../targets/[id]/_components/report-list";
import { DeleteObservation } from "../_components/delete-observation";
import { FacilityFiles } from "../_components/facility-files";
import { ObservationState } from "../_components/observation-state";
import { AskedNote, ObservationFacts, StateHistory } from "../_components/observation-view";
import styles from "../_components/observations.module.css";
import { StateForm } from "../_components/state-form";
import { cancelObservationAction, refreshObservationAction } from "../_server/actions";
import { loadObservation, loadObservationTitle } from "../_server/loaders";

type Props = { params: Promise<{ id: string }> };
type Loaded = Awaited<ReturnType<typeof loadObservation>>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await loadObservationTitle((await params).id)) ?? "Observation" };
}

function Actions({ observation, facility, reportTo }: Loaded) {
  const { id, url, rights, terminal, observationId, facilityName } = observation;
  return (
    <>
      {url === null ? null : (
        <ButtonLink href={url} icon="external-link" rel="noreferrer">
          Open at {facilityName}
        </ButtonLink>
      )}
      {reportTo === null ? null : (
        <ButtonLink href={reportHref(observation.targetId, id)} icon="upload">
          Report to {reportTo}
        </ButtonLink>
      )}
      {!rights.canChange || facility === null ? null : (
        <>
          {facility.canBeAsked && observationId !== null && !terminal ? (
            <ActionButton
              action={refreshObservationAction}
              fields={{ id }}
              label={`Ask ${facilityName}`}
              icon="refresh-cw"
              done={`${facilityName} answered.`}
            >
              Ask {facilityName} now
            </ActionButton>
          ) : null}
          <ButtonLink href={`/observations/${id}/edit`} icon="pencil">
            Edit
          </ButtonLink>
          {facility.cancelStatus !== null && !terminal ? (
            <ActionButton
              action={cancelObservationAction}
              fields={{ id, version: String(observation.version) }}
              label="Cancel the observation"
              icon="circle-stop"
              done="Cancelled."
            >
              Cancel observation
            </ActionButton>
          ) : null}
        </>
      )}
      {rights.canChange ? (
        <DialogButton dialog="delete-observation" icon="trash" look="danger">
          Delete
        </DialogButton>
      ) : null}
    </>
  );
}

function StatePanel({ observation, facility, history, now }: Loaded) {
  const { id, version, status, rights, targetName } = observation;
  return (
    <Panel id="state" title="State" flush={history !== null}>
      {rights.canChange && facility !== null ? (
        <div className={styles.statePlace}>
          <StateForm id={id} version={version} status={status} states={facility.states} of={targetName} />
        </div>
      ) : null}
      {history === null ? <ObservationState observation={observation} /> : <StateHistory history={history} now={now} />}
    </Panel>
  );
}

/** What of it is here: fetched from the facility, or uploaded for it. */
function KeptFiles({ kept, types, now }: Loaded) {
  if (kept.items.length === 0) return null;
  return (
    <Panel id="data" title="Data" flush>
      <LiveRefresh busy={kept.items.some(isUnderWay)} />
      <DataTable
        caption="Files of this observation"
        columns={fileColumns({ types, now, withTarget: false })}
        rows={kept.items}
        rowKey={(product) => product.id}
        rowHref={(product) => `/data/${product.id}`}
        compact
        empty={null}
      />
    </Panel>
  );
}

export default async function ObservationDetailPage({ params }: Props) {
  const loaded = await loadObservation((await params).id);
  const { observation, facility, types, reports, reportTo, now } = loaded;
  const { id, version, targetName, facilityName, rights } = observation;
  const hasFiles = rights.canChange && facility?.hasFiles === true && observation.observationId !== null;
  return (
    <Stack>
      <PageTitle
        title={`${targetName} with ${facilityName}`}
        breadcrumb={[
          { label: "Observations", href: "/observations" },
          { label: targetName, href: `/targets/${observation.targetId}?tab=observations` },
        ]}
        marks={<ObservationState observation={observation} pill />}
        actions={<Actions {...loaded} />}
      />
      {facility === null ? (
        <Notice tone="warning" framed>
          The facility {observation.facilityId} is not configured any more: the record is kept as it is.
        </Notice>
      ) : (
        <AskedNote observation={observation} now={now} />
      )}
      <Columns>
        <Panel id="asked" title="The observation">
          <ObservationFacts
            observation={observation}
            fields={facility?.fields ?? []}
            takesPlans={facility?.takesPlans ?? false}
            now={now}
          />
        </Panel>
        <Stack>
          <StatePanel {...loaded} />
          {hasFiles ? (
            <Panel id="files" title={`Files at ${facilityName}`} flush>
              <FacilityFiles {...{ id, facilityName, types }} byItself={facility.savesByItself} />
            </Panel>
          ) : null}
          <ReportList
            targetId={observation.targetId}
            observationRecordId={id}
            reports={reports}
            mayReport={reportTo !== null}
            canChange={rights.canChange}
            now={now}
          />
        </Stack>
      </Columns>
      <KeptFiles {...loaded} />
      {rights.canChange ? <DeleteObservation {...{ id, version, targetName, facilityName }} /> : null}
    </Stack>
  );
}
