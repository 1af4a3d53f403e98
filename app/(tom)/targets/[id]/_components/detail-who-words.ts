import type { WhoCanSeeDto } from "@/lib/access/types";
import type { AccessStep } from "@/lib/targets/grant-schema";

export const everyoneText = {
  anyone: "Anyone can see this target, signed in or not.",
  "signed-in": "Every signed-in person can see this target.",
  nobody: "Only the people below can see this target.",
} as const;

/** What a grant lets do, as the end of "may …". */
export const stepWords: Readonly<Record<AccessStep, string>> = {
  view: "see",
  change: "see and change",
  all: "see, change and delete",
};

const namedMost = 8;

function listed(names: readonly string[], more: boolean): string {
  const shown = names.slice(0, namedMost);
  const rest = names.length - shown.length;
  if (more && rest > 0) return `${shown.join(", ")} and more`;
  if (rest > 0) return `${shown.join(", ")} and ${rest} more`;
  return shown.length < 2 ? (shown[0] ?? "nobody") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** Who sees and who may change a target now, in one sentence; empty for readers who are told no names. */
export function seenSentence({ everyone, people, truncated }: WhoCanSeeDto): string {
  if (people.length === 0) return "";
  const names = people.map(({ username }) => username);
  const changers = people.filter(({ canChange }) => canChange).map(({ username }) => username);
  const changed = `${listed(changers, truncated)} may change it.`;
  const seen = {
    anyone: "Seen now by anyone",
    "signed-in": "Seen now by every signed-in person",
    nobody: `Seen now by ${listed(names, truncated)}`,
  }[everyone];
  return `${seen}; ${changed}`;
}
