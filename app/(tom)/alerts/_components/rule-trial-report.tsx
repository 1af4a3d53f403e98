import { SolarSystemFlag } from "@/components/brokers/class-cell";
import { StateBadge, type Tone } from "@/components/ui/badge";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState, Notice } from "@/components/ui/states";
import type { RuleTrial, RuleTrialItem } from "@/lib/alerts/types";

const words: Record<RuleTrialItem["would"], { text: string; tone: Tone }> = {
  create: { text: "make a target", tone: "good" },
  link: { text: "link", tone: "neutral" },
  ask: { text: "ask", tone: "warning" },
  fail: { text: "fail", tone: "bad" },
  "over-cap": { text: "beyond the cap", tone: "warning" },
  leave: { text: "leave", tone: "neutral" },
};

const columns: readonly Column<RuleTrialItem>[] = [
  {
    id: "name",
    header: "Object",
    isName: true,
    cell: (item) => (
      <>
        {item.name}
        <SolarSystemFlag match={item.solarSystem} />
      </>
    ),
  },
  { id: "score", header: "Score", numeric: true, cell: (item) => item.score ?? "–" },
  { id: "mag", header: "Newest", unit: "mag", numeric: true, cell: (item) => item.mag?.toFixed(2) ?? "–" },
  {
    id: "would",
    header: "It would",
    nowrap: true,
    cell: (item) => <StateBadge tone={words[item.would].tone}>{words[item.would].text}</StateBadge>,
  },
  {
    id: "why",
    header: "Why",
    full: true,
    cell: (item) => (item.targetId === null ? item.why : <a href={`/targets/${item.targetId}`}>{item.why}</a>),
  },
];

/** What fits first; an address of the run's whole table shows the rest. */
const rowsMost = 100;

/** What a rule would have done with the newest run, had all of its alerts been new. */
export function RuleTrialReport({ trial }: { trial: RuleTrial }) {
  if (trial.runId === null) {
    return <Notice>This query has brought no alerts yet. Run it once, and try the rule on what came.</Notice>;
  }
  const { counts, items } = trial;
  const shown = [
    ...items.filter((item) => item.would !== "leave"),
    ...items.filter((item) => item.would === "leave"),
  ].slice(0, rowsMost);
  return (
    <div role="status">
      <Notice>
        Nothing was changed. Of the {items.length} alerts of <a href={`/alerts/runs/${trial.runId}`}>the newest run</a>,
        had they all been new, {counts.fits} {counts.fits === 1 ? "fits" : "fit"}: {counts.create} would become targets,{" "}
        {counts.link} be linked to targets that are there
        {counts.ask === 0 ? "" : `, ${counts.ask} be left for you to decide`}
        {counts.fail === 0 ? "" : `, ${counts.fail} fail`}
        {counts.overCap === 0 ? "" : `, ${counts.overCap} lie beyond the cap`}.
      </Notice>
      <DataTable
        caption="What the rule would do"
        columns={columns}
        rows={shown}
        rowKey={(item) => item.alertId}
        compact
        scroll="box"
        empty={<EmptyState title="No alerts in the newest run" />}
      />
    </div>
  );
}
