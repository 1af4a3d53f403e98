import { ButtonLink } from "@/components/ui/button";
import type { Column } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { UtcTime } from "@/components/ui/values";
import type { ReportSummary } from "@/lib/alerts/types";
import { ReportState } from "./report-state";

export type ListedReport = ReportSummary & { brokerName: string; kindTitle: string };

type Props = {
  targetId: string;
  /** The observation that the listed reports started from; left out for all about the target. */
  observationRecordId?: string;
  reports: readonly ListedReport[];
  mayReport: boolean;
  canChange: boolean;
  now: Date;
};

/** Where a report is written. */
export const reportHref = (targetId: string, observationRecordId?: string): string =>
  `/targets/${targetId}/report${observationRecordId === undefined ? "" : `?observation=${observationRecordId}`}`;

const columns = ({ targetId, canChange, now }: Props): readonly Column<ListedReport>[] => [
  {
    id: "report",
    header: "Report",
    isName: true,
    cell: (report) => {
      const words = `${report.kindTitle} to ${report.brokerName}`;
      return canChange ? <a href={`/targets/${targetId}/reports/${report.id}`}>{words}</a> : words;
    },
  },
  { id: "state", header: "State", cell: (report) => <ReportState status={report.status} /> },
  {
    id: "name",
    header: "Name there",
    cell: (report) =>
      report.url === null ? (
        (report.name ?? "–")
      ) : (
        <a href={report.url} target="_blank" rel="noreferrer noopener">
          {report.name}
        </a>
      ),
  },
  { id: "by", header: "By", cell: (report) => report.by ?? "–" },
  {
    id: "sent",
    header: "Sent",
    unit: "UTC",
    cell: (report) => (report.sentAt === null ? "–" : <UtcTime iso={report.sentAt} scale={false} now={now} />),
  },
];

/** The reports about this target, or from one observation, that were written here, and how each stands. */
export function ReportList(props: Props) {
  const { targetId, observationRecordId, reports, mayReport } = props;
  if (reports.length === 0 && !mayReport) return null;
  const write = mayReport ? (
    <ButtonLink small icon="upload" href={reportHref(targetId, observationRecordId)}>
      Report
    </ButtonLink>
  ) : null;
  return (
    <Panel id="reports" title="Reports" note={reports.length === 0 ? "" : String(reports.length)} actions={write} flush>
      <ServerTable
        caption="Reports about this target to brokers"
        columns={columns(props)}
        rows={reports}
        rowKey={(report) => report.id}
        empty={
          <EmptyState title="Not reported from here" icon="upload">
            {observationRecordId === undefined
              ? "A discovery or a classification can be reported, with what is known of this target filled in."
              : "A discovery or a classification can be reported, with what this observation gave filled in."}
          </EmptyState>
        }
      />
    </Panel>
  );
}
