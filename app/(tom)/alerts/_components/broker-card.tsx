import { StateBadge, type Tone } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { FactList } from "@/components/ui/fact-list";
import { Panel } from "@/components/ui/panel";
import { Notice } from "@/components/ui/states";
import { UtcTime } from "@/components/ui/values";
import type { BrokerDto } from "@/lib/alerts/types";
import styles from "./cards.module.css";

const states: Record<BrokerDto["state"], { tone: Tone; label: string }> = {
  ready: { tone: "good", label: "Ready" },
  "missing-credentials": { tone: "warning", label: "Needs a token" },
  retired: { tone: "neutral", label: "Retired" },
};

export function BrokerCard({ broker, now }: { broker: BrokerDto; now: Date }) {
  const { tone, label } = states[broker.state];
  const failing = broker.lastFailureAt !== null && broker.lastFailureAt > (broker.lastSuccessAt ?? "");
  return (
    <Panel
      title={broker.name}
      id={`broker-${broker.id}`}
      actions={
        <StateBadge tone={tone} pill>
          {label}
        </StateBadge>
      }
      notice={
        broker.waitText !== null ? (
          <Notice tone="info">{broker.waitText}</Notice>
        ) : failing && broker.lastFailure !== null ? (
          <Notice tone="warning">{broker.lastFailure}</Notice>
        ) : null
      }
      footer={
        <div className={styles.foot}>
          {broker.state === "ready" ? (
            <ButtonLink
              href={`/alerts/queries/new?broker=${broker.id}`}
              look="primary"
              icon="plus"
              aria-label={`New query at ${broker.name}`}
            >
              New query
            </ButtonLink>
          ) : null}
          <a href={`/alerts/queries?broker=${broker.id}`}>Saved queries</a>
          <a href={broker.docsUrl} target="_blank" rel="noreferrer">
            Its documentation
          </a>
        </div>
      }
    >
      <p className={styles.summary}>{broker.summary}</p>
      {broker.stateText === null ? null : (
        <div className={styles.summary}>
          <Notice tone={broker.state === "retired" ? "info" : "warning"}>{broker.stateText}</Notice>
        </div>
      )}
      <FactList
        facts={[
          { label: "Surveys", value: broker.surveys.join(", ") || "–" },
          { label: "Score", value: broker.scoreMeaning },
          ...(broker.state === "retired"
            ? []
            : [
                {
                  label: "Reports",
                  value: broker.capabilities.includes("submitUpstreamAlert")
                    ? "taken, from the page of a target or an observation"
                    : "none are taken",
                },
                {
                  label: "Last answer",
                  value:
                    broker.lastSuccessAt === null ? "not asked yet" : <UtcTime iso={broker.lastSuccessAt} now={now} />,
                },
              ]),
        ]}
      />
    </Panel>
  );
}
