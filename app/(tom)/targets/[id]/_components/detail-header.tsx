import type { ReactNode } from "react";
import { Badge, VisibilityBadge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { CopyValue } from "@/components/ui/copy-button";
import { DialogButton } from "@/components/ui/dialog";
import { PageTitle } from "@/components/ui/page-title";
import type { TargetPage } from "@/lib/targets/types";
import styles from "./detail.module.css";
import { type DetailAddress, hrefOf, listHref } from "./detail-address";

type Step = { id: string; name: string } | null;
export type Neighbours = { previous: Step; next: Step };

export const deleteDialogId = "delete-target";

function Walk({ address, neighbours }: { address: DetailAddress; neighbours: Neighbours }) {
  const way = (step: Step, icon: "chevron-left" | "chevron-right", words: string, rel: string) =>
    step === null ? null : (
      <ButtonLink
        look="quiet"
        icon={icon}
        href={hrefOf(address, { id: step.id })}
        rel={rel}
        aria-label={`${words}: ${step.name}`}
        title={`${words}: ${step.name}`}
      />
    );
  return (
    <>
      {way(neighbours.previous, "chevron-left", "Previous in the list", "prev")}
      {way(neighbours.next, "chevron-right", "Next in the list", "next")}
    </>
  );
}

const Aliases = ({ aliases }: { aliases: readonly string[] }) => (
  <>
    also{" "}
    {aliases.map((alias, index) => (
      <span key={alias}>
        {index === 0 ? "" : ", "}
        <CopyValue text={alias} label="name">
          {alias}
        </CopyValue>
      </span>
    ))}
  </>
);

type Props = {
  target: TargetPage;
  address: DetailAddress;
  neighbours: Neighbours | null;
  /** The button that fetches photometry anew, where it may be pressed. */
  refresh: ReactNode;
  /** The broker that takes reports, where the reader may write them; else null. */
  reportTo: string | null;
};

/** What the page is about and what can be done with it. */
export function DetailHeader({ target, address, neighbours, refresh, reportTo }: Props) {
  const who = hrefOf(address, { tab: address.tab, panel: address.panel === "who" ? null : "who" });
  return (
    <PageTitle
      title={target.name}
      breadcrumb={[{ label: "Targets", href: listHref(address) }]}
      marks={
        <span className={styles.marks}>
          <VisibilityBadge visibility={target.visibility} href={who} />
          {target.tags.map((tag) => (
            <Badge
              key={tag}
              icon="tag"
              href={`/targets?tag=${encodeURIComponent(tag)}`}
              title={`Targets with the tag ${tag}`}
            >
              {tag}
            </Badge>
          ))}
        </span>
      }
      {...(target.aliases.length === 0 ? {} : { subtitle: <Aliases aliases={target.aliases} /> })}
      actions={
        <>
          {neighbours === null ? null : <Walk address={address} neighbours={neighbours} />}
          {refresh}
          {reportTo === null ? null : (
            <ButtonLink icon="upload" href={`/targets/${target.id}/report`}>
              Report to {reportTo}
            </ButtonLink>
          )}
          {target.rights.canDelete ? (
            <DialogButton dialog={deleteDialogId} look="plain" icon="trash">
              Delete
            </DialogButton>
          ) : null}
        </>
      }
      {...(target.rights.canChange
        ? {
            primary: (
              <ButtonLink look="primary" icon="pencil" href={`/targets/${target.id}/edit`}>
                Edit
              </ButtonLink>
            ),
          }
        : {})}
    />
  );
}
