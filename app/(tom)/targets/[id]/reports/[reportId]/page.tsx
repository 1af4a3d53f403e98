import type { Metadata } from "next";
import { ActionButton } from "@/components/forms/action-button";
import { ButtonLink } from "@/components/ui/button";
import { FactList } from "@/components/ui/fact-list";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { Notice, type NoticeTone } from "@/components/ui/states";
import { CodeBlock } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import { isUnderWay } from "@/lib/alerts/report-schema";
import type { ReportDto } from "@/lib/alerts/types";
import { ReportKeeper } from "../../_components/report-keeper";
import { ReportState } from "../../_components/report-state";
import { discardReportAction, followReportAction, sendReportAction } from "../../_server/report-actions";
import { loadReport } from "../../_server/report-loaders";

export const metadata: Metadata = { title: "Report" };

type Loaded = Awaited<ReturnType<typeof loadReport>>;

const tones: Partial<Record<ReportDto["status"], NoticeTone>> = { rejected: "bad", failed: "bad", unknown: "warning" };

/** What can be done with a report as it stands. */
function Acts({ report, destination }: Loaded) {
  const { id, targetId, status } = report;
  const form = `/targets/${targetId}/report?report=${id}`;
  const where = destination === null || destination.url !== report.destination ? report.destination : destination.name;
  switch (status) {
    case "draft":
    case "failed":
      return (
        <>
          {status === "draft" ? (
            <ActionButton
              action={discardReportAction}
              fields={{ id }}
              label="Discard this report"
              icon="trash"
              doneHref={`/targets/${targetId}?tab=alerts`}
            >
              Discard
            </ActionButton>
          ) : null}
          <ButtonLink href={form} icon="pencil">
            Change
          </ButtonLink>
          <ActionButton action={sendReportAction} fields={{ id }} label="Send this report" look="primary" icon="upload">
            Send to {where}
          </ActionButton>
        </>
      );
    case "rejected":
      return (
        <ButtonLink href={form} look="primary" icon="pencil">
          Correct it
        </ButtonLink>
      );
    case "unknown":
      return (
        <>
          <ActionButton action={followReportAction} fields={{ id }} label="Look for this report" icon="refresh-cw">
            Look again
          </ActionButton>
          <ActionButton action={discardReportAction} fields={{ id }} label="Give this report up">
            It did not arrive
          </ActionButton>
        </>
      );
    case "waiting":
    case "queued":
      return (
        <ActionButton action={followReportAction} fields={{ id }} label="Ask for the answer" icon="refresh-cw">
          Ask now
        </ActionButton>
      );
    default:
      return null;
  }
}

function Answer({ report }: { report: ReportDto }) {
  if (report.messages.length === 0) return null;
  return (
    <Panel id="answer" title="The answer, field by field" flush>
      <ServerTable
        caption="What was said about the report"
        columns={[
          { id: "field", header: "Field", cell: (row) => row.field ?? "the report" },
          { id: "code", header: "Code", cell: (row) => row.code ?? "–" },
          { id: "text", header: "Said", cell: (row) => row.text },
        ]}
        rows={report.messages}
        rowKey={(row) => `${row.field} ${row.code} ${row.text}`}
        empty={null}
      />
    </Panel>
  );
}

export default async function SentReportPage({ params }: { params: Promise<{ id: string; reportId: string }> }) {
  const { id, reportId } = await params;
  const loaded = await loadReport(id, reportId);
  const { target, report, start, brokerName, kindTitle, destination, words, now } = loaded;
  const href = `/targets/${id}`;
  const isProduction = destination?.isProduction === true && destination.url === report.destination;
  return (
    <>
      <PageTitle
        title={`${kindTitle} of ${target.name}`}
        breadcrumb={[
          { label: "Targets", href: "/targets" },
          { label: target.name, href },
          { label: "Reports", href: `${href}?tab=alerts#reports` },
        ]}
        marks={<ReportState status={report.status} pill />}
        subtitle={`Report to ${brokerName}`}
        actions={<Acts {...loaded} />}
      />
      {isUnderWay(report.status) ? <ReportKeeper reportId={report.id} shown={report.updatedAt} /> : null}
      <Stack>
        {report.message === null ? null : (
          <Notice tone={tones[report.status] ?? "info"} framed>
            {report.message}
          </Notice>
        )}
        {report.status === "draft" && isProduction ? (
          <Notice tone="warning" framed>
            This goes to {destination?.name}, for everybody to see and for ever.
          </Notice>
        ) : null}
        <Answer report={report} />
        <Panel id="facts" title="How it stands">
          <FactList
            facts={[
              {
                label: "Name there",
                value:
                  report.url === null ? (
                    (report.name ?? "none yet")
                  ) : (
                    <a href={report.url} target="_blank" rel="noreferrer noopener">
                      {report.name}
                    </a>
                  ),
              },
              { label: "Goes to", value: report.destination },
              { label: "Number there", value: report.reference ?? "none yet" },
              ...(start === null
                ? []
                : [{ label: "Started from", value: <a href={`/observations/${start.id}`}>{start.words}</a> }]),
              { label: "Written by", value: report.by ?? "somebody whose account is gone" },
              {
                label: "Sent",
                value:
                  report.sentAt === null ? "not yet" : <UtcTime iso={report.sentAt} precision="second" now={now} />,
              },
              {
                label: "Answered",
                value:
                  report.answeredAt === null ? (
                    "not yet"
                  ) : (
                    <UtcTime iso={report.answeredAt} precision="second" now={now} />
                  ),
              },
            ]}
          />
        </Panel>
        {words.map(({ title, facts }) =>
          facts.length === 0 ? null : (
            <Panel key={title} title={title}>
              <FactList facts={facts} />
            </Panel>
          ),
        )}
        <Panel id="body" title={report.status === "draft" ? "What will be sent, exactly" : "What was sent, exactly"}>
          <CodeBlock label="the report" code={JSON.stringify(report.body, null, 1)} />
        </Panel>
      </Stack>
    </>
  );
}
