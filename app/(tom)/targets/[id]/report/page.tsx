import type { Metadata } from "next";
import { FilterChips } from "@/components/ui/links";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { EmptyState, Notice } from "@/components/ui/states";
import { ReportForm } from "../_components/report-form";
import { loadReportForm } from "../_server/report-loaders";

export const metadata: Metadata = { title: "Report" };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === "string" ? value : undefined;

export default async function ReportPage({ params, searchParams }: Props) {
  const [{ id }, search] = await Promise.all([params, searchParams]);
  const asked = {
    broker: one(search.broker),
    kind: one(search.kind),
    report: one(search.report),
    observation: one(search.observation),
  };
  const { target, start, broker, kind, form, why } = await loadReportForm(id, asked);
  const href = `/targets/${id}`;
  const from = start === null ? "" : `&observation=${start.id}`;
  const crumbs = [
    { label: "Targets", href: "/targets" },
    { label: target.name, href },
  ];
  if (broker === null) {
    return (
      <>
        <PageTitle title={`Report ${target.name}`} breadcrumb={crumbs} />
        <EmptyState title="It cannot be reported there" icon="upload">
          {why}
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageTitle title={`Report ${target.name} to ${broker.name}`} breadcrumb={crumbs} subtitle={kind.help} />
      <Stack>
        <FilterChips
          isChoice
          label="Kind of report"
          chips={broker.kinds.map(({ key, title }) => ({
            label: title,
            href: `${href}/report?broker=${broker.id}&kind=${key}${from}`,
            on: key === kind.key,
          }))}
        />
        <Notice tone={broker.destination.isProduction ? "warning" : "info"} framed>
          {broker.destination.isProduction
            ? `It will go to ${broker.destination.name}, for everybody to see and for ever.`
            : `It will go to ${broker.destination.name} (${new URL(broker.destination.url).host}).`}{" "}
          Nothing is sent before you have seen it as a whole.
        </Notice>
        {start === null ? null : (
          <Notice framed>
            It starts from the observation with <a href={`/observations/${start.id}`}>{start.words}</a>.
          </Notice>
        )}
        {form?.notes.map((note) => (
          <Notice key={note} tone="warning" framed>
            {note}
          </Notice>
        ))}
        {form === null ? (
          <EmptyState title="It cannot be reported now" icon="upload">
            {why}
          </EmptyState>
        ) : (
          <Panel>
            <ReportForm
              key={kind.key}
              targetId={id}
              observationRecordId={start?.id ?? null}
              brokerId={broker.id}
              kind={kind.key}
              groups={form.groups}
              given={form.given}
              reportId={form.reportId}
              cancelHref={start === null ? href : `/observations/${start.id}`}
            />
          </Panel>
        )}
      </Stack>
    </>
  );
}
