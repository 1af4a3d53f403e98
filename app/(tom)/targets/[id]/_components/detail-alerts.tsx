import { LazyBrokerLooks } from "@/components/brokers/lazy-looks";
import { ActionButton } from "@/components/forms/action-button";
import { ButtonLink } from "@/components/ui/button";
import type { Column } from "@/components/ui/data-table";
import { Icon } from "@/components/ui/icon";
import { Panel, Stack } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { Mono, Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { BrokerViewDto, LookedBrokerDto } from "@/lib/alerts/types";
import { ownViewOf } from "@/lib/astro/own-view";
import type { ClassificationDto, TargetPage } from "@/lib/targets/types";
import { unlinkAlertAction } from "../_server/actions";
import { ClassificationTable } from "./detail-entries";
import { type ListedReport, ReportList } from "./report-list";

export type AlertLink = {
  brokerId: string;
  brokerName: string;
  alertId: string;
  url: string;
  createdAt: string;
  fetchedAt: string | null;
};

/** `mayUnlinkFrom`: the target's id; null for who may not change it. */
const columns = (now: Date, mayUnlinkFrom: string | null): readonly Column<AlertLink>[] => [
  {
    id: "object",
    header: "Object",
    cell: (link) => (
      <a href={link.url} target="_blank" rel="noreferrer noopener">
        <Mono>{link.alertId}</Mono> <Icon name="external-link" label="opens the broker's page" />
      </a>
    ),
  },
  { id: "broker", header: "Broker", cell: (link) => link.brokerName },
  {
    id: "linked",
    header: "Linked",
    unit: "UTC",
    cell: (link) => <UtcTime iso={link.createdAt} scale={false} now={now} />,
  },
  {
    id: "fetched",
    header: "Photometry fetched",
    unit: "UTC",
    cell: (link) =>
      link.fetchedAt === null ? <Muted>not yet</Muted> : <UtcTime iso={link.fetchedAt} scale={false} now={now} />,
  },
  ...(mayUnlinkFrom === null
    ? []
    : [
        {
          id: "unlink",
          header: "Unlink",
          isActions: true,
          cell: ({ brokerId, alertId, brokerName }: AlertLink) => (
            <ActionButton
              action={unlinkAlertAction}
              fields={{ id: mayUnlinkFrom, brokerId, alertId }}
              label={`Unlink ${alertId} at ${brokerName}`}
              done="Unlinked. What was measured stays."
              look="quiet"
              small
            >
              Unlink
            </ActionButton>
          ),
        },
      ]),
];

export type LoadedAlerts = {
  links: readonly AlertLink[];
  /** Names of brokers, to tell their classifications from those of people. */
  brokerNames: readonly string[];
  brokers: readonly LookedBrokerDto[];
  views: readonly BrokerViewDto[];
  reports: readonly ListedReport[];
  /** Some broker takes reports. */
  takesReports: boolean;
};

type Props = LoadedAlerts & { target: TargetPage; isSignedIn: boolean; now: Date };

/** What every broker says of it now; people who have not signed in see what was answered last. */
function Looks({ target, brokers, views, links, isSignedIn, now }: Props) {
  return (
    <Panel id="everywhere" title="Every broker" note="at this place and under these names" flush>
      <LazyBrokerLooks
        brokers={brokers}
        kept={views}
        address={`/api/v1/targets/${target.id}/broker-views`}
        method="POST"
        mayAsk={isSignedIn}
        linkAddress={target.rights.canChange ? `/api/v1/targets/${target.id}/alert-links` : null}
        linked={links.map(({ brokerId, alertId }) => `${brokerId} ${alertId}`)}
        own={ownViewOf(target, now)}
        nowIso={now.toISOString()}
      />
    </Panel>
  );
}

/** What the brokers know of this object and said about it. */
export function AlertsTab(props: Props) {
  const { target, links, brokerNames, now } = props;
  const known = new Set(brokerNames.map((name) => name.toLowerCase()));
  const said: ClassificationDto[] = target.classifications.filter(({ source }) => known.has(source.toLowerCase()));
  return (
    <Stack>
      <Looks {...props} />
      <Panel id="alerts" title="Objects at brokers" note={links.length === 0 ? "" : String(links.length)} flush>
        <ServerTable
          caption="Objects of brokers that this target stands for"
          columns={columns(now, target.rights.canChange ? target.id : null)}
          rows={links}
          rowKey={(link) => `${link.brokerId} ${link.alertId}`}
          empty={
            <EmptyState
              title="Linked to no broker's object"
              icon="radio-tower"
              next={
                <ButtonLink small href="/alerts/queries">
                  Saved queries
                </ButtonLink>
              }
            >
              Targets made from alerts are linked to them. Name or alias of a survey (ZTF, LSST) is enough to fetch
              photometry.
            </EmptyState>
          }
        />
      </Panel>
      <ReportList
        targetId={target.id}
        reports={props.reports}
        mayReport={props.takesReports && target.rights.canChange}
        canChange={target.rights.canChange}
        now={now}
      />
      <Panel id="said" title="What brokers say it is" flush>
        <ClassificationTable
          entries={said}
          now={now}
          empty={
            <EmptyState title="No broker has classified it here" icon="tag">
              Classes, classifiers and probabilities of the brokers will stand here, each with its date. They are never
              compared between classifiers.
            </EmptyState>
          }
        />
      </Panel>
    </Stack>
  );
}
