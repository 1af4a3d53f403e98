import type { Metadata } from "next";
import { ActionButton } from "@/components/forms/action-button";
import { ButtonLink } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { FilterChips, Pager } from "@/components/ui/links";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { EmptyState, Notice } from "@/components/ui/states";
import { Progress } from "@/components/ui/text";
import { noPhotometry, photometryVerdictKinds, verdictKinds } from "@/lib/imports/schema";
import { LiveRefresh } from "../../../automation/_components/live-refresh";
import { WorkState } from "../../../automation/_components/work-state";
import { cancelJobAction } from "../../../automation/_server/actions";
import { became, lightBecame, photometryColumns, verdictColumns } from "../_components/verdict-columns";
import { type ImportPage, loadImport, type Search } from "../_server/loaders";

export const metadata: Metadata = { title: "Import of targets" };

type Props = { params: Promise<{ id: string }>; searchParams: Search };

export default async function ImportResultPage({ params, searchParams }: Props) {
  const { id } = await params;
  const page = await loadImport(id, searchParams);
  const { job, fileName, warnings, publishedAt } = page;
  const isBusy = job.status === "queued" || job.status === "running";
  return (
    <Stack>
      <PageTitle
        title={fileName}
        breadcrumb={[
          { label: "Targets", href: "/targets" },
          { label: "Import", href: "/targets/import" },
        ]}
        marks={<WorkState status={job.status} />}
        subtitle={job.message}
        actions={
          publishedAt === null ? undefined : (
            <ButtonLink href={`/api/v1/targets/import/${id}?format=csv&of=${page.of}`} icon="download" download>
              Verdicts as CSV
            </ButtonLink>
          )
        }
        primary={
          isBusy ? (
            <ActionButton
              action={cancelJobAction}
              fields={{ id }}
              label="Cancel this import"
              done="The import is cancelled: nothing of it stays."
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
      {warnings.map((warning) => (
        <Notice key={warning} framed>
          {warning}
        </Notice>
      ))}
      {publishedAt === null ? <Unfinished page={page} isBusy={isBusy} /> : <Verdicts page={page} />}
    </Stack>
  );
}

function Unfinished({ page: { job }, isBusy }: { page: ImportPage; isBusy: boolean }) {
  return (
    <Panel>
      {isBusy ? (
        <>
          <Progress label="Progress of the import" done={job.done} total={job.total} />
          <p>The targets come into sight all at once, when the last row is written.</p>
        </>
      ) : (
        <EmptyState title="Nothing was imported" icon="circle-stop">
          {job.status === "cancelled" ? "The import was cancelled before its targets came into sight." : job.message}
        </EmptyState>
      )}
    </Panel>
  );
}

function Verdicts({ page }: { page: ImportPage }) {
  const { photometry, counts } = page;
  const href = hrefOf(page);
  return (
    <>
      {photometry === null ? null : (
        <FilterChips
          label="File"
          chips={[
            { label: "Targets", value: number(counts.total), on: page.of === "targets", href: href({ of: "targets" }) },
            {
              label: "Photometry",
              value: number(photometry.counts.total),
              on: page.of === "photometry",
              href: href({ of: "photometry" }),
            },
          ]}
        />
      )}
      {page.of === "targets" ? <OfTargets page={page} /> : <OfPhotometry page={page} />}
    </>
  );
}

const number = (count: number): string => count.toLocaleString("en");

const hrefOf =
  ({ job }: ImportPage) =>
  (given: Record<string, string>): string => {
    const { of, ...rest } = given;
    const query = new URLSearchParams(of === "photometry" ? { of, ...rest } : rest);
    return `/targets/import/${job.id}${query.size === 0 ? "" : `?${query}`}`;
  };

type Of<Kind extends ImportPage["of"]> = { page: Extract<ImportPage, { of: Kind }> };

function OfTargets({ page }: Of<"targets">) {
  const { counts, verdict } = page;
  const href = hrefOf(page);
  const chips = verdictKinds.map((kind) => ({
    label: became[kind],
    value: number(counts[kind]),
    on: kind === verdict,
    href: href(kind === verdict ? {} : { verdict: kind }),
  }));
  return (
    <>
      <FilterChips label="Verdict" chips={chips} />
      <VerdictTable page={page} caption="What became of each row" columns={verdictColumns(became)} rows={page.items} />
    </>
  );
}

function OfPhotometry({ page }: Of<"photometry">) {
  const { verdict } = page;
  const counts = page.photometry?.counts ?? noPhotometry;
  const href = hrefOf(page);
  const chips = photometryVerdictKinds.map((kind) => ({
    label: lightBecame[kind],
    value: number(counts[kind]),
    on: kind === verdict,
    href: href({ of: "photometry", ...(kind === verdict ? {} : { verdict: kind }) }),
  }));
  return (
    <>
      <FilterChips label="Verdict" chips={chips} />
      <VerdictTable
        page={page}
        caption="What became of each row of the photometry"
        columns={photometryColumns(lightBecame)}
        rows={page.items}
      />
    </>
  );
}

type TableProps<Row> = {
  page: ImportPage;
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
};

function VerdictTable<Row extends { row: number }>({ page, ...table }: TableProps<Row>) {
  return (
    <Panel flush footer={<VerdictPager page={page} />}>
      <DataTable {...table} rowKey={({ row }) => `${row}`} compact empty={<EmptyState title="No such row" />} />
    </Panel>
  );
}

function VerdictPager({ page }: { page: ImportPage }) {
  const { of, verdict, cursor, items, nextCursor, total } = page;
  const href = hrefOf(page);
  const own = { of, ...(verdict === null ? {} : { verdict }) };
  return (
    <Pager
      summary={`${items.length} of ${number(total)}`}
      previousHref={cursor === null ? null : href(own)}
      nextHref={nextCursor === null ? null : href({ ...own, cursor: nextCursor })}
    />
  );
}
