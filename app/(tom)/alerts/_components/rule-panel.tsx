import { ButtonLink } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { Notice } from "@/components/ui/states";
import { Muted } from "@/components/ui/text";
import type { QueryDto, QueryRuleDto } from "@/lib/alerts/types";
import { RuleForm } from "./rule-form";

type Score = { meaning: string; order: "higher" | "lower"; magnitudeSystem: string | null };
type Props = {
  query: QueryDto;
  editing: boolean;
  groups: readonly { id: string; name: string }[];
  score: Score;
};

/** "when the score is at least 0.8 and it is as bright as 19 mag"; empty where everything fits. */
function conditionText({ scoreLimit, magMax }: QueryRuleDto, order: Score["order"]): string {
  const parts = [
    ...(scoreLimit === null ? [] : [`its score is at ${order === "lower" ? "most" : "least"} ${scoreLimit}`]),
    ...(magMax === null ? [] : [`it is as bright as ${magMax} mag`]),
  ];
  return parts.length === 0 ? "" : ` when ${parts.join(" and ")}`;
}

function RuleWords({ rule, score }: { rule: QueryRuleDto; score: Score }) {
  return (
    <>
      <p>
        Makes a target of each new alert{conditionText(rule, score.order)}, at most {rule.cap} a run, for{" "}
        {rule.group === null ? "a group that you are not in" : `the group ${rule.group.name}`}. It acts in the name of{" "}
        {rule.author ?? "a deleted account"}, who set it; an object that is a target already is linked, one close to
        another is left for a person to decide.
      </p>
      {rule.stopped === null ? null : (
        <Notice tone="warning">
          It makes no targets now. {rule.stopped} Whoever sets the rule again lets it act in her own name.
        </Notice>
      )}
    </>
  );
}

/** What becomes of new alerts by itself, in words; its form where somebody edits it. */
export function RulePanel({ query, editing, groups, score }: Props) {
  const href = `/alerts/queries/${query.id}?panel=rule#rule`;
  return (
    <Panel
      title="Rule for new alerts"
      id="rule"
      actions={
        editing || !query.rights.canChange ? undefined : (
          <ButtonLink small look="quiet" icon="workflow" href={href} data-scroll="keep">
            {query.rule === null ? "Set one" : "Change or try it"}
          </ButtonLink>
        )
      }
    >
      {editing ? (
        <RuleForm
          query={query}
          groups={groups}
          scoreMeaning={score.meaning}
          scoreOrder={score.order}
          magnitudeSystem={score.magnitudeSystem}
        />
      ) : query.rule === null ? (
        <p>
          <Muted>None: a person decides which alerts become targets.</Muted>
        </p>
      ) : (
        <RuleWords rule={query.rule} score={score} />
      )}
    </Panel>
  );
}
