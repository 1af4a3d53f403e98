import type { BrokerContext } from "../contract";
import type { EventAlert } from "./alert";
import { gracedbUrlOf, newestContent, newestNotice } from "./notices";

/** Facts about an event, for the page of a run that asked for it. Pure. */

const secondsPerYear = 31_557_600;

const count = new Intl.NumberFormat("en-GB");

/** Two digits of a rate mean something: "9.1e-14 Hz, once in 350,000 years". */
function rateText(farHz: number): string {
  if (!(farHz > 0)) return "0 Hz";
  const years = 1 / (farHz * secondsPerYear);
  const often =
    years >= 1 ? `once in ${count.format(Number(years.toPrecision(2)))} years` : `${(1 / years).toPrecision(2)} a year`;
  return `${farHz.toPrecision(2)} Hz, ${often}`;
}

const timeText = (iso: string | null): string => (iso === null ? "" : `, ${iso.slice(0, 16).replace("T", " ")} UTC`);

export function factsOf(event: EventAlert): BrokerContext["facts"] {
  const newest = newestNotice(event)?.notice;
  const content = newestContent(event);
  const gracedb = gracedbUrlOf(event);
  const best = content?.classes[0];
  const facts = [
    newest && { label: "Newest notice", value: `${newest.type} ${newest.number ?? ""}${timeText(newest.at)}`.trim() },
    content?.farHz == null ? null : { label: "False-alarm rate", value: rateText(content.farHz) },
    best && { label: "Most probably", value: `${best.name}, probability ${Number(best.probability.toPrecision(4))}` },
    content && content.instruments.length > 0 ? { label: "Seen by", value: content.instruments.join(", ") } : null,
    content?.eventAt ? { label: "Happened", value: timeText(content.eventAt).slice(2) } : null,
    gracedb === null ? null : { label: "GraceDB", value: event.eventId, url: gracedb },
    event.candidates.length === 0
      ? null
      : {
          label: "Targets named for it",
          value: event.candidates
            .slice(0, 20)
            .map(({ name }) => name)
            .join(", "),
        },
  ];
  return facts.filter((fact): fact is { label: string; value: string; url?: string } => Boolean(fact));
}

export const notesOf = (event: EventAlert): BrokerContext["notes"] =>
  newestNotice(event)?.isRetraction
    ? [`${event.eventId} was retracted: it was no astronomical event. The facts are those of the notice before.`]
    : [];
