"use client";

import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { useLive } from "@/components/ui/use-live";
import { disagreementsOf, type OwnView } from "@/lib/astro/disagreements";
import { ownSightings } from "@/lib/astro/own-sightings";
import { counted } from "@/lib/core/counted";
import styles from "./broker-looks.module.css";
import { ClassMeaning } from "./class-cell";
import { lookColumns } from "./look-columns";
import { DisagreementNotices } from "./look-marks";
import { type KeptAnswer, type LinkState, type LookedBroker, type LookRow, linkKey } from "./look-types";
import { LookedPlaces } from "./looked-place";
import { useAnswers } from "./use-answers";
import { useLinks } from "./use-links";

type Props = {
  brokers: readonly LookedBroker[];
  /** What is known already, with its age. */
  kept: readonly KeptAnswer[];
  /** Where each broker is asked: the place of "{broker}" gets its id. A POST is kept for everybody who sees the target. */
  address: string;
  method: "GET" | "POST";
  /** Those without an answer are asked as soon as the page is there, and all again on wish. */
  mayAsk: boolean;
  /** Where found objects are linked; null where this reader may not. */
  linkAddress: string | null;
  /** `linkKey` of what is linked already; null where there is nothing to link to. */
  linked: readonly string[] | null;
  /** What is known of the target; null where none was looked for. */
  own: OwnView | null;
  nowIso: string;
};

type Known = {
  answers: ReadonlyMap<string, KeptAnswer>;
  asking: ReadonlySet<string>;
  links: ReadonlyMap<string, LinkState>;
};

function rowsOf({ brokers, linked }: Props, { answers, asking, links }: Known): LookRow[] {
  return brokers.flatMap((broker): LookRow[] => {
    const answer = answers.get(broker.id) ?? null;
    const own = { broker, answer, isAsking: asking.has(broker.id) };
    if (answer === null || answer.sightings.length === 0)
      return [{ ...own, key: broker.id, sighting: null, isFirst: true, isLinked: false, isOwn: false, link: null }];
    const itself = ownSightings(answer.sightings);
    return answer.sightings.map((sighting, index) => {
      const key = linkKey(broker.id, sighting.alertId);
      const link = links.get(key) ?? null;
      const wasLinked = linked?.includes(key) ?? false;
      const isLinked = link?.state === "linked" || (link?.state !== "unlinked" && wasLinked);
      return { ...own, key, sighting, isFirst: index === 0, isLinked, isOwn: itself.includes(sighting), link };
    });
  });
}

const whatIsLinked =
  "Links what has one of the target's names, or else the nearest at its place, one of each survey and broker, and fetches its photometry in the background. What else lies near is linked in its row.";

/** What every broker says of one object, side by side, with what they do not agree on. */
export function BrokerLooks(props: Props) {
  const { linkAddress, mayAsk, nowIso, brokers, own } = props;
  const { states, link, unlink, heard } = useLinks({ address: linkAddress, linked: props.linked ?? [] });
  const { answers, asking, askAll, askOne } = useAnswers({ ...props, onAnswer: heard });
  const isLive = useLive();
  const rows = rowsOf(props, { answers, asking, links: states });
  const isLinking = rows.some((row) => row.link?.state === "busy");
  const unlinked = rows.filter(({ isLinked, isOwn }) => isOwn && !isLinked);
  const disagreements = disagreementsOf(
    brokers.flatMap(({ id, name, magnitudeSystem, magnitudeOf }) => {
      const sightings = answers.get(id)?.sightings;
      return sightings ? [{ brokerId: id, brokerName: name, magnitudeSystem, magnitudeOf, sightings }] : [];
    }),
    own,
  );
  return (
    <fieldset className={styles.live} disabled={!isLive}>
      <div className={styles.bar}>
        <span role="status">{asking.size > 0 ? `Asking ${asking.size} of ${brokers.length} brokers …` : ""}</span>
        {mayAsk ? (
          <Button small icon="refresh-cw" onClick={askAll} aria-disabled={asking.size > 0}>
            Ask all again
          </Button>
        ) : null}
        {linkAddress === null || unlinked.length === 0 ? null : (
          <Button
            small
            icon="plus"
            onClick={() => (isLinking ? undefined : void link(unlinked))}
            aria-disabled={isLinking}
            title={whatIsLinked}
          >
            Link {counted(unlinked.length, "object")} and fetch light curves
          </Button>
        )}
      </div>
      <LookedPlaces answers={answers.values()} />
      <DisagreementNotices disagreements={disagreements} brokers={brokers} />
      <div className={styles.looks}>
        <DataTable
          caption="What each broker says of this object"
          columns={lookColumns({
            now: new Date(nowIso),
            askOne: mayAsk ? askOne : null,
            disagreements,
            linking: linkAddress === null ? null : { link, unlink },
            showLinks: props.linked !== null,
          })}
          rows={rows}
          rowKey={({ key }) => key}
          empty={null}
        />
      </div>
      <ClassMeaning classes={rows.flatMap(({ sighting }) => sighting?.classifications ?? [])} />
    </fieldset>
  );
}
