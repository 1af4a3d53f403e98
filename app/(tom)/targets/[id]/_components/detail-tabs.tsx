import type { ReactNode } from "react";
import type { Deliverers } from "@/components/brokers/deliverers";
import { Pager, Tabs } from "@/components/ui/links";
import { Panel } from "@/components/ui/panel";
import type { ObservationDto } from "@/lib/observations/types";
import type { RevisionDto } from "@/lib/reduced-data/types";
import type { ClassificationEntry, CommentDto, HistoryEntry, RedshiftEntry, TargetPage } from "@/lib/targets/types";
import styles from "./detail.module.css";
import { type DetailAddress, type DetailPanel, type DetailTab, detailTabs, hrefOf } from "./detail-address";
import { AlertsTab, type LoadedAlerts } from "./detail-alerts";
import { CommentsTab } from "./detail-comments";
import { DataTab, type LoadedData } from "./detail-data";
import type { ExtraField } from "./detail-extras";
import { FactsTab } from "./detail-facts";
import { HistoryTab } from "./detail-history";
import { ClassificationForm, PasteForm, PointForm, RedshiftForm } from "./detail-lazy-forms";
import { ObservationsTab } from "./detail-observations";
import { PhotometryTab } from "./detail-photometry";
import type { PhotometryRow } from "./detail-photometry-columns";
import { PointPanel } from "./detail-point";
import { type LoadedSpectra, SpectraTab } from "./detail-spectra";

type Page<T> = { items: readonly T[]; nextCursor: string | null };
export type Reader = { username: string | null; isAdministrator: boolean };

export type LoadedTab =
  | { tab: "photometry"; page: Page<PhotometryRow>; revisions: readonly RevisionDto[] | null }
  | {
      tab: "facts";
      redshifts: readonly RedshiftEntry[];
      classifications: readonly ClassificationEntry[];
      extraFields: readonly ExtraField[];
    }
  | { tab: "observations"; page: Page<ObservationDto> }
  | ({ tab: "spectra" } & LoadedSpectra)
  | ({ tab: "data" } & LoadedData)
  | ({ tab: "alerts" } & LoadedAlerts)
  | { tab: "comments"; page: Page<CommentDto> }
  | { tab: "history"; page: Page<HistoryEntry>; extraFields: readonly ExtraField[] };

type Props = {
  address: DetailAddress;
  target: TargetPage;
  tab: LoadedTab;
  reader: Reader;
  deliverers: Deliverers;
  now: Date;
};

const labels: Record<DetailTab, string> = {
  photometry: "Photometry",
  observations: "Observations",
  spectra: "Spectra",
  data: "Data",
  alerts: "Alerts",
  facts: "Facts",
  comments: "Comments",
  history: "History",
};

const formTitles = {
  add: "Add a point",
  paste: "Paste photometry",
  redshift: "Add a redshift",
  classification: "Add a classification",
} as const;

/** The form that the address asks for, where the reader may use it and the tab is the right one. */
function openedForm({ address, target }: Props): ReactNode {
  const { panel, tab } = address;
  if (panel === null || panel === "who" || panel === "upload" || !target.rights.canChange) return null;
  const home: Record<keyof typeof formTitles, DetailTab> = {
    add: "photometry",
    paste: "photometry",
    redshift: "facts",
    classification: "facts",
  };
  if (home[panel] !== tab) return null;
  const own = { targetId: target.id, doneHref: hrefOf(address, {}) };
  const forms: Record<Exclude<DetailPanel, "who" | "upload">, ReactNode> = {
    add: <PointForm {...own} />,
    paste: <PasteForm {...own} />,
    redshift: <RedshiftForm {...own} />,
    classification: <ClassificationForm {...own} />,
  };
  return (
    <Panel id="opened" title={formTitles[panel]}>
      {forms[panel]}
    </Panel>
  );
}

function openedPoint({ address, tab, deliverers, now }: Props): ReactNode {
  if (tab.tab !== "photometry" || address.point === null) return null;
  const row = tab.page.items.find(({ row: id }) => id === address.point) ?? null;
  const closeHref = hrefOf(address, address.cursor === null ? {} : { cursor: address.cursor });
  return (
    <PointPanel row={row} revisions={tab.revisions ?? []} deliverers={deliverers} closeHref={closeHref} now={now} />
  );
}

function Paged({ address, page, children }: { address: DetailAddress; page: Page<unknown>; children: ReactNode }) {
  const { tab, cursor } = address;
  return (
    <>
      {children}
      {page.nextCursor === null && cursor === null ? null : (
        <Pager
          summary={`${page.items.length} shown, newest first`}
          previousHref={cursor === null ? null : hrefOf(address, { tab })}
          nextHref={page.nextCursor === null ? null : hrefOf(address, { tab, cursor: page.nextCursor })}
        />
      )}
    </>
  );
}

function Body(props: Props) {
  const { address, target, tab, reader, now } = props;
  switch (tab.tab) {
    case "photometry":
      return (
        <PhotometryTab
          target={target}
          address={address}
          page={tab.page}
          deliverers={props.deliverers}
          opened={openedPoint(props) ?? openedForm(props)}
        />
      );
    case "facts":
      return <FactsTab target={target} address={address} opened={openedForm(props)} now={now} {...tab} />;
    case "observations":
      return (
        <Paged address={address} page={tab.page}>
          <ObservationsTab target={target} observations={tab.page.items} now={now} />
        </Paged>
      );
    case "spectra":
      return <SpectraTab target={target} address={address} {...tab} now={now} />;
    case "data":
      return (
        <Paged address={address} page={tab.page}>
          <DataTab target={target} address={address} {...tab} now={now} />
        </Paged>
      );
    case "alerts":
      return <AlertsTab target={target} {...tab} isSignedIn={reader.username !== null} now={now} />;
    case "comments":
      return (
        <Paged address={address} page={tab.page}>
          <CommentsTab target={target} address={address} comments={tab.page.items} reader={reader} now={now} />
        </Paged>
      );
    case "history":
      return (
        <Paged address={address} page={tab.page}>
          <HistoryTab entries={tab.page.items} extraFields={tab.extraFields} now={now} />
        </Paged>
      );
  }
}

/** What there is beside the plots, one subject at a time; each tab is an address. */
export function DetailTabs(props: Props) {
  const { address, target, reader } = props;
  const shown = detailTabs.filter((tab) => tab !== "history" || reader.username !== null);
  return (
    <div>
      <Tabs
        label="About this target"
        tabs={shown.map((tab) => ({
          href: hrefOf(address, { tab }),
          label: labels[tab],
          current: tab === address.tab,
          ...(tab === "photometry" ? { count: target.photometryCount } : {}),
        }))}
      />
      <div className={styles.tabbed}>
        <Body {...props} />
      </div>
    </div>
  );
}
