import { Notice } from "@/components/ui/states";
import type { Aspect, Disagreement } from "@/lib/astro/disagreements";
import styles from "./broker-looks.module.css";
import type { LookedBroker } from "./look-types";
import { WarningMark } from "./warning-mark";

/** Where in the page a mark stands, for links to it. */
const markId = (about: Aspect, brokerId: string, alertId: string): string =>
  `differs-${about}-${brokerId}-${alertId.replace(/[^\w.-]/g, "_")}`;

/** In the cell that contradicts: an icon and what it contradicts. */
export function DisagreementMark(props: {
  disagreements: readonly Disagreement[];
  about: Aspect;
  brokerId: string;
  alertId: string;
}) {
  const { about, brokerId, alertId } = props;
  const mark = props.disagreements
    .filter((one) => one.about === about)
    .flatMap(({ marks }) => marks)
    .find((one) => one.brokerId === brokerId && one.alertId === alertId);
  if (mark === undefined) return null;
  return (
    <WarningMark label="disagrees:" className={styles.differs} id={markId(about, brokerId, alertId)}>
      {mark.text}
    </WarningMark>
  );
}

/** Every disagreement in a sentence, with links to the cells that it is about. */
export function DisagreementNotices(props: {
  disagreements: readonly Disagreement[];
  brokers: readonly LookedBroker[];
}) {
  const nameOf = (id: string): string => props.brokers.find((broker) => broker.id === id)?.name ?? id;
  return props.disagreements.map(({ about, text, marks }) => (
    <Notice key={text} tone="warning">
      {text}{" "}
      <span className={styles.pointers}>
        Marked at{" "}
        {marks.map(({ brokerId, alertId }, at) => (
          <span key={`${brokerId} ${alertId}`}>
            {at === 0 ? "" : ", "}
            <a href={`#${markId(about, brokerId, alertId)}`}>
              {nameOf(brokerId)}
              {marks.filter((one) => one.brokerId === brokerId).length > 1 ? ` ${alertId}` : ""}
            </a>
          </span>
        ))}
        .
      </span>
    </Notice>
  ));
}
