import { StateBadge, type Tone } from "@/components/ui/badge";
import type { ObservationDto } from "@/lib/observations/types";

/** A facility's state in words: "IN_PROGRESS" is "in progress". */
export const stateWords = (status: string): string =>
  status === "" ? "no state" : status.toLowerCase().replaceAll("_", " ");

export const toneOf = ({ terminal, failed }: Pick<ObservationDto, "terminal" | "failed">): Tone =>
  failed ? "bad" : terminal ? "good" : "busy";

export function ObservationState({
  observation,
  pill = false,
}: {
  observation: Pick<ObservationDto, "status" | "terminal" | "failed">;
  pill?: boolean;
}) {
  return (
    <StateBadge tone={toneOf(observation)} pill={pill}>
      {stateWords(observation.status)}
    </StateBadge>
  );
}
