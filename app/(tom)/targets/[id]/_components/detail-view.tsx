import type { Deliverers } from "@/components/brokers/deliverers";
import { ConfirmDelete } from "@/components/forms/confirm-delete";
import { LightCurve } from "@/components/plots/light-curve/light-curve";
import { SkyView } from "@/components/sky/sky-view";
import { ButtonLink } from "@/components/ui/button";
import { FactList } from "@/components/ui/fact-list";
import { Columns, Panel, Stack } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { Static } from "@/components/ui/static";
import type { WhoCanSeeDto } from "@/lib/access/types";
import type { PossibleDuplicate, TargetPage } from "@/lib/targets/types";
import { deleteTargetAction } from "../_server/actions";
import styles from "./detail.module.css";
import type { Access } from "./detail-access";
import { type DetailAddress, hrefOf, listHref } from "./detail-address";
import { DuplicatesNotice } from "./detail-duplicates";
import { elementFacts } from "./detail-facts";
import { DetailHeader, deleteDialogId, type Neighbours } from "./detail-header";
import { DetailLinks } from "./detail-links";
import { RefreshButton } from "./detail-refresh";
import { DetailStrip } from "./detail-strip";
import { DetailTabs, type LoadedTab, type Reader } from "./detail-tabs";
import { WhoPanel } from "./detail-who";

type Sky = {
  raDeg: number;
  decDeg: number;
  neighbours: readonly { id: string; name: string; raDeg: number; decDeg: number; href: string }[];
};

export type DetailProps = {
  address: DetailAddress;
  target: TargetPage;
  duplicates: readonly PossibleDuplicate[];
  neighbours: Neighbours | null;
  who: WhoCanSeeDto | null;
  /** Null where the panel is closed, and for those who may not change the target. */
  access: Access | null;
  tab: LoadedTab;
  /** Null for what has no fixed place. */
  sky: Sky | null;
  reader: Reader;
  reportTo: string | null;
  deliverers: Deliverers;
  now: Date;
};

function NoCurve({ target, address }: { target: TargetPage; address: DetailAddress }) {
  const next = (
    <>
      <ButtonLink small icon="plus" href={hrefOf(address, { tab: "photometry", panel: "add" })} data-scroll="keep">
        Add a point
      </ButtonLink>
      <ButtonLink small icon="upload" href={hrefOf(address, { tab: "photometry", panel: "paste" })} data-scroll="keep">
        Paste CSV
      </ButtonLink>
    </>
  );
  return (
    <EmptyState title="No photometry yet" icon="telescope" {...(target.rights.canChange ? { next } : {})}>
      Detections, limits and forced photometry of {target.name} will be drawn here.
    </EmptyState>
  );
}

function Curve({ target, address, deliverers }: Pick<DetailProps, "target" | "address" | "deliverers">) {
  return (
    <Panel id="light-curve" title="Light curve" flush>
      {target.photometryCount === 0 ? (
        <NoCurve target={target} address={address} />
      ) : (
        <LightCurve
          src={`/targets/${target.id}/light-curve?v=${target.photometryVersion}`}
          targetName={target.name}
          deliverers={deliverers}
          distancePc={target.distancePc}
          parallaxMas={target.parallaxMas}
          redshift={target.redshift?.value ?? null}
          periodDays={target.ephemerisPeriodDays}
          firstDetectionMjd={target.firstDetectionMjd}
        />
      )}
    </Panel>
  );
}

function Place({ target, sky }: { target: TargetPage; sky: Sky | null }) {
  if (sky === null)
    return (
      <Panel id="elements" title="Orbital elements">
        <FactList facts={elementFacts(target)} />
      </Panel>
    );
  return (
    <Panel id="sky" title="Sky" flush>
      <SkyView
        raDeg={sky.raDeg}
        decDeg={sky.decDeg}
        targetName={target.name}
        neighbours={sky.neighbours}
        auto={false}
      />
    </Panel>
  );
}

const counted = (points: number): string => `${points.toLocaleString("en")} ${points === 1 ? "point" : "points"}`;

const Consequences = ({ target }: { target: TargetPage }) => (
  <p>
    Its {target.aliases.length === 0 ? "name" : "names"}, {counted(target.photometryCount)} of photometry, observation
    records, comments, redshifts, classifications and links to brokers go with it, for everybody. The names can be used
    again. The history keeps what it was.
  </p>
);

/** Everything about one target. */
export function DetailView(props: DetailProps) {
  const { address, target, duplicates, neighbours, who, sky, now } = props;
  const { canChange, canDelete } = target.rights;
  // Without a plot the left column has room.
  const isEmpty = target.photometryCount === 0;
  const links = (
    <Static>
      <DetailLinks target={target} />
    </Static>
  );
  return (
    <div>
      <DetailHeader
        target={target}
        address={address}
        neighbours={neighbours}
        reportTo={props.reportTo}
        refresh={canChange ? <RefreshButton targetId={target.id} key={target.id} /> : null}
      />
      <Stack>
        {who === null ? null : (
          <WhoPanel targetId={target.id} who={who} access={props.access} closeHref={hrefOf(address, {})} />
        )}
        <DuplicatesNotice targetId={target.id} duplicates={duplicates} canChange={canChange} />
        <Static>
          <DetailStrip target={target} now={now} />
        </Static>
        <div className={styles.plots}>
          <Columns wideFirst key={target.id}>
            <Stack>
              <Curve target={target} address={address} deliverers={props.deliverers} />
              {isEmpty ? links : null}
            </Stack>
            <Stack>
              <Place target={target} sky={sky} />
              {isEmpty ? null : links}
            </Stack>
          </Columns>
        </div>
        <DetailTabs {...props} />
      </Stack>
      {canDelete ? (
        <ConfirmDelete
          id={deleteDialogId}
          kind="target"
          name={target.name}
          consequences={<Consequences target={target} />}
          action={deleteTargetAction.bind(null, { id: target.id, version: target.version })}
          doneHref={listHref(address)}
        />
      ) : null}
    </div>
  );
}
