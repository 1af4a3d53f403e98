import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { Panel, Stack } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import type { DataProductPage, FileType } from "@/lib/data-products/types";
import type { TargetPage } from "@/lib/targets/types";
import { LiveRefresh } from "../../../automation/_components/live-refresh";
import { fileColumns } from "../../../data/_components/file-columns";
import { isUnderWay } from "../../../data/_components/file-state";
import { Uploader } from "../../../data/_components/lazy-uploader";
import { type DetailAddress, hrefOf } from "./detail-address";

export type LoadedData = { page: DataProductPage; types: readonly FileType[]; maxBytes: number };

type Props = LoadedData & { target: TargetPage; address: DetailAddress; now: Date };

/** The files of a target, and a place to drop more. */
export function DataTab({ target, address, page, types, maxBytes, now }: Props) {
  const { canChange } = target.rights;
  const isOpen = address.panel === "upload" && canChange;
  return (
    <Stack>
      {isOpen ? (
        <Panel title="Upload files" id="opened">
          <Uploader types={types} maxBytes={maxBytes} target={{ id: target.id, name: target.name }} fixed />
        </Panel>
      ) : null}
      {page.items.some(isUnderWay) ? <LiveRefresh busy /> : null}
      <Panel
        title="Files"
        id="files"
        flush
        actions={
          canChange && !isOpen ? (
            <ButtonLink small icon="upload" href={hrefOf(address, { tab: "data", panel: "upload" })} data-scroll="keep">
              Upload files
            </ButtonLink>
          ) : undefined
        }
      >
        <DataTable
          caption={`Files of ${target.name}`}
          columns={fileColumns({ types, now, withTarget: false })}
          rows={page.items}
          rowKey={(product) => product.id}
          rowHref={(product) => `/data/${product.id}`}
          compact
          empty={
            <EmptyState title="No files yet" icon="folder">
              Tables of photometry, spectra and images of {target.name} are kept here, with what was read in them.
            </EmptyState>
          }
        />
      </Panel>
    </Stack>
  );
}
