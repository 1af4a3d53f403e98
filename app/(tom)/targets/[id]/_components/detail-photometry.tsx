import type { ReactNode } from "react";
import type { Deliverers } from "@/components/brokers/deliverers";
import { ButtonLink } from "@/components/ui/button";
import { Pager } from "@/components/ui/links";
import { Panel, Stack } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { counted } from "@/lib/core/counted";
import type { TargetPage } from "@/lib/targets/types";
import { type DetailAddress, hrefOf } from "./detail-address";
import { FlagBar } from "./detail-flag-bar";
import { type PhotometryRow, photometryColumns } from "./detail-photometry-columns";

const formId = "flag-points";

type Props = {
  target: TargetPage;
  address: DetailAddress;
  page: { items: readonly PhotometryRow[]; nextCursor: string | null };
  deliverers: Deliverers;
  /** Origin and revisions of one point, or a form; above the table. */
  opened: ReactNode;
};

function Actions({ target, address }: Pick<Props, "target" | "address">) {
  const csv = `/api/v1/targets/${target.id}/photometry?format=csv`;
  return (
    <>
      {target.rights.canChange ? (
        <>
          <ButtonLink
            look="quiet"
            small
            icon="plus"
            href={hrefOf(address, { tab: "photometry", panel: "add" })}
            data-scroll="keep"
          >
            Add a point
          </ButtonLink>
          <ButtonLink
            look="quiet"
            small
            icon="upload"
            href={hrefOf(address, { tab: "photometry", panel: "paste" })}
            data-scroll="keep"
          >
            Paste CSV
          </ButtonLink>
        </>
      ) : null}
      {target.photometryCount === 0 ? null : (
        <ButtonLink look="quiet" small icon="download" href={csv} download>
          CSV
        </ButtonLink>
      )}
    </>
  );
}

const Empty = ({ target }: { target: TargetPage }) => (
  <EmptyState title="No photometry yet" icon="telescope">
    Detections, limits and forced photometry of {target.name} will stand here.
    {target.rights.canChange ? " Add a point, paste a table, or fetch them from a broker." : ""}
  </EmptyState>
);

/** The light curve as a table, newest first, a page at a time. */
export function PhotometryTab({ target, address, page, deliverers, opened }: Props) {
  const { items, nextCursor } = page;
  const pointHref = (point: string) =>
    hrefOf(address, { point, ...(address.cursor === null ? {} : { cursor: address.cursor }) });
  const first = hrefOf(address, { tab: "photometry" });
  const selection = {
    form: formId,
    name: "row",
    label: (row: PhotometryRow) => `Select the point of ${row.observedAt}`,
  };
  const count = counted(target.photometryCount, "row");
  return (
    <Stack>
      {opened}
      <Panel
        id="photometry"
        title="Photometry"
        note={target.photometryCount === 0 ? "" : `${count}, newest first`}
        flush
        actions={<Actions target={target} address={address} />}
      >
        <ServerTable
          caption={`Photometry of ${target.name}`}
          columns={photometryColumns(pointHref, deliverers)}
          rows={items}
          rowKey={(row) => row.row}
          {...(target.rights.canChange ? { selection } : {})}
          compact
          empty={<Empty target={target} />}
        />
        {nextCursor === null && address.cursor === null ? null : (
          <Pager
            summary={`${items.length.toLocaleString("en")} of ${count}`}
            previousHref={address.cursor === null ? null : first}
            nextHref={nextCursor === null ? null : hrefOf(address, { tab: "photometry", cursor: nextCursor })}
          />
        )}
      </Panel>
      {target.rights.canChange && target.photometryCount > 0 ? <FlagBar targetId={target.id} formId={formId} /> : null}
    </Stack>
  );
}
