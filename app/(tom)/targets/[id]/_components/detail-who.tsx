import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import type { Column } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { Muted } from "@/components/ui/text";
import type { Viewer, ViewGrant, WhoCanSeeDto } from "@/lib/access/types";
import { counted } from "@/lib/core/counted";
import { type Access, AccessControls } from "./detail-access";
import { everyoneText, seenSentence } from "./detail-who-words";

function Grant({ grant }: { grant: ViewGrant }) {
  if (grant.kind === "creator") return <Badge icon="user">created it</Badge>;
  if (grant.kind === "administrator") return <Badge icon="shield">administrator</Badge>;
  if (grant.kind === "personal") return <Badge icon="key">by name</Badge>;
  if (grant.groupId === null) return <Badge icon="users">a group you are not in</Badge>;
  return (
    <Badge icon="users" href={`/people/groups/${grant.groupId}`}>
      {grant.groupName}
    </Badge>
  );
}

const rights = ({ canChange, canDelete }: Viewer): string =>
  ["see", canChange ? "change" : "", canDelete ? "delete" : ""].filter((word) => word !== "").join(", ");

const columns: readonly Column<Viewer>[] = [
  { id: "person", header: "Person", cell: (viewer) => viewer.username },
  {
    id: "grants",
    header: "Let in by",
    cell: (viewer) =>
      viewer.grants.map((grant, index) => (
        <span key={`${grant.kind} ${grant.kind === "group" ? (grant.groupId ?? index) : ""}`}>
          {index === 0 ? "" : " "}
          <Grant grant={grant} />
        </span>
      )),
  },
  { id: "rights", header: "May", cell: rights },
];

function footerOf(who: WhoCanSeeDto): string {
  const others = counted(who.otherGroups, "group");
  return [
    seenSentence(who),
    who.otherGroups > 0 ? `${others} with a grant that you are not in.` : "",
    who.truncated ? "More people than are listed here." : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
}

type Props = {
  targetId: string;
  who: WhoCanSeeDto;
  /** Null for those who may not change the target. */
  access: Access | null;
  closeHref: string;
};

/** People and the grant that lets each in; for those who may change the target also how to let others in and out. */
export function WhoPanel({ targetId, who, access, closeHref }: Props) {
  const footer = footerOf(who);
  return (
    <Panel
      id="who"
      title="Who can see this"
      note={everyoneText[who.everyone]}
      flush
      actions={<ButtonLink look="quiet" small icon="x" href={closeHref} aria-label="Close" />}
      {...(footer === "" ? {} : { footer: <Muted>{footer}</Muted> })}
    >
      <ServerTable
        caption="People with a grant"
        columns={columns}
        rows={who.people}
        rowKey={(viewer) => viewer.userId}
        compact
        scroll="box"
        empty={<EmptyState title="Sign in to see names" icon="lock" />}
      />
      {access === null ? null : <AccessControls id={targetId} access={access} />}
    </Panel>
  );
}
