import { StateBadge, type Tone } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState, FailedState, Notice } from "@/components/ui/states";
import { Mono } from "@/components/ui/text";
import type { RuleOutcome, RuleReport } from "@/lib/alerts/types";

type Item = RuleReport["items"][number];

const words: Record<RuleOutcome, { text: string; tone: Tone }> = {
  created: { text: "target made", tone: "good" },
  existing: { text: "linked", tone: "neutral" },
  nearby: { text: "for you to decide", tone: "warning" },
  failed: { text: "failed", tone: "bad" },
  "over-cap": { text: "beyond the cap", tone: "warning" },
};

const columns: readonly Column<Item>[] = [
  { id: "alert", header: "Alert", isName: true, cell: (item) => <Mono>{item.alertId}</Mono> },
  {
    id: "outcome",
    header: "What became of it",
    nowrap: true,
    cell: (item) => <StateBadge tone={words[item.outcome].tone}>{words[item.outcome].text}</StateBadge>,
  },
  {
    id: "target",
    header: "Target",
    cell: (item) => (item.targetId === null ? "–" : <a href={`/targets/${item.targetId}`}>{item.targetName}</a>),
  },
  { id: "message", header: "Remark", full: true, cell: (item) => item.message ?? "" },
];

/** What the query's rule did with the new alerts of a run. */
export function RuleResult({ rule }: { rule: RuleReport }) {
  return (
    <Panel
      title="What the rule did"
      id="rule"
      note={rule.author === null ? undefined : `in the name of ${rule.author}`}
      flush
    >
      {rule.state === "waiting" ? (
        <Notice>The rule of this query has not acted yet. This page follows.</Notice>
      ) : rule.state === "stopped" ? (
        <EmptyState title="The rule made no targets" icon="workflow">
          {rule.error} Whoever sets it again lets it act in her own name.
        </EmptyState>
      ) : rule.state === "failed" && rule.items.length === 0 ? (
        <FailedState title="The rule could not act" why={rule.error ?? undefined} />
      ) : (
        <ServerTable
          caption="What the rule did"
          columns={columns}
          rows={rule.items}
          rowKey={(item) => item.alertId}
          compact
          empty={<EmptyState title="No new alert fitted the rule" icon="workflow" />}
        />
      )}
    </Panel>
  );
}
