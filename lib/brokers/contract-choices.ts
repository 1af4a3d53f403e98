import { isTomError } from "@/lib/core/errors";
import type { Choice, ChoiceList } from "./contract";

type Survey = { label: string; choices: Promise<readonly Choice[]> };

/**
 * The words of both surveys of a broker. One that is away leaves those of the other, with the reason.
 * @throws the first one's failure when both are away
 */
export async function bothSurveys(one: Survey, other: Survey): Promise<ChoiceList> {
  const [first, second] = await Promise.allSettled([one.choices, other.choices]);
  if (first.status === "rejected" && second.status === "rejected") throw first.reason;
  const why = (label: string, reason: unknown): string =>
    `The list for ${label} is missing${isTomError(reason) ? `: ${reason.message}` : "."}`;
  const problem =
    first.status === "rejected"
      ? why(one.label, first.reason)
      : second.status === "rejected"
        ? why(other.label, second.reason)
        : null;
  return {
    choices: [
      ...(first.status === "fulfilled" ? first.value : []),
      ...(second.status === "fulfilled" ? second.value : []),
    ],
    problem,
  };
}
