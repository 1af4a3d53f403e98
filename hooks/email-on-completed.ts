import type { Handler, Observation } from "@/lib/hooks/contract";

export type EmailOnCompleted = {
  /** States of the facility that are worth a mail. */
  states: readonly string[];
  /** Left out: the people of the target's groups; where it has none, those it is shared with by name. */
  to?: string | readonly string[];
  /** Left out: the address of this installation. */
  from?: string;
  /** May name {target}, {facility}, {status} and {observationId}. */
  subject?: string;
};

const defaultSubject = "{target}: {status} at {facility}";

/** Sends a mail when an observation comes to one of the states. */
export const emailOnCompleted =
  ({ states, to, from, subject = defaultSubject }: EmailOnCompleted): Handler<"observation_change_state"> =>
  async ({ observation, previousStatus }, { mail, queries, logger, site, dryRun }) => {
    if (!states.includes(observation.status)) return { mails: 0 };

    const people = to ?? addresses(await queries.findPeopleOf(observation.targetId));
    if (people.length === 0) {
      logger.info({}, "Nobody to write to: the target is shared with nobody who has an address.");
      return { mails: 0 };
    }

    const mails = await mail.send({
      to: people,
      from,
      subject: fill(subject, observation),
      body: [
        `The observation of ${observation.targetName} with ${observation.facilityName} is ${observation.status}.`,
        previousStatus === null ? "" : `It was ${previousStatus || "without a state"} before.`,
        `${site.origin}/observations/${observation.id}`,
        `The target: ${site.origin}/targets/${observation.targetId}`,
      ]
        .filter((line) => line !== "")
        .join("\n\n"),
    });
    return dryRun ? { wouldMail: mails } : { mails };
  };

function addresses(people: readonly { email: string; groups: readonly string[] }[]): string[] {
  const byGroup = people.filter((person) => person.groups.length > 0);
  return (byGroup.length > 0 ? byGroup : people).map((person) => person.email);
}

const fill = (subject: string, { targetName, facilityName, status, observationId }: Observation): string =>
  subject.replace(/\{(target|facility|status|observationId)\}/g, (_, word: string) =>
    String({ target: targetName, facility: facilityName, status, observationId: observationId ?? "–" }[word]),
  );
