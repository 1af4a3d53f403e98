import { StateBadge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import type { PhotometryVerdict, RowVerdict, VerdictKind } from "@/lib/imports/schema";

type Words = Readonly<Record<VerdictKind, string>>;

export const willBe: Words = { created: "Will be made", existing: "Is here already", rejected: "Rejected" };
export const became: Words = { created: "Made", existing: "Was here already", rejected: "Rejected" };

const tones = { created: "good", existing: "neutral", rejected: "bad" } as const;

type LightWords = Readonly<Record<PhotometryVerdict["verdict"], string>>;

export const lightWillBe: LightWords = { accepted: "Will be added", rejected: "Rejected" };
export const lightBecame: LightWords = { accepted: "Added", rejected: "Rejected" };

const nameOf = ({ name, targetId }: Pick<RowVerdict, "name" | "targetId">) =>
  targetId === null ? name || "–" : <a href={`/targets/${targetId}`}>{name}</a>;

/** Why, or what else is to be known: a target close by hinders nothing. */
const remarkOf = ({ message, near, verdict }: RowVerdict) => {
  if (verdict !== "created" || near === null) return message ?? "";
  return (
    <>
      {near.separationArcsec.toFixed(1)}″ from <a href={`/targets/${near.targetId}`}>{near.name}</a>
    </>
  );
};

/** Columns of verdicts; `words` say whether it is still to come. */
export const verdictColumns = (words: Words): Column<RowVerdict>[] => [
  { id: "row", header: "Row", numeric: true, cell: ({ row }) => row },
  { id: "name", header: "Name", isName: true, cell: nameOf },
  {
    id: "verdict",
    header: "Verdict",
    nowrap: true,
    cell: ({ verdict }) => <StateBadge tone={tones[verdict]}>{words[verdict]}</StateBadge>,
  },
  { id: "field", header: "Column", nowrap: true, cell: ({ field }) => field ?? "" },
  { id: "remark", header: "Remark", full: true, cell: remarkOf },
];

/** The same for rows of photometry. */
export const photometryColumns = (words: LightWords): Column<PhotometryVerdict>[] => [
  { id: "row", header: "Row", numeric: true, cell: ({ row }) => row },
  { id: "name", header: "Target", isName: true, cell: nameOf },
  {
    id: "verdict",
    header: "Verdict",
    nowrap: true,
    cell: ({ verdict }) => <StateBadge tone={verdict === "accepted" ? "good" : "bad"}>{words[verdict]}</StateBadge>,
  },
  { id: "field", header: "Column", nowrap: true, cell: ({ field }) => field ?? "" },
  { id: "remark", header: "Remark", full: true, cell: ({ message }) => message ?? "" },
];
