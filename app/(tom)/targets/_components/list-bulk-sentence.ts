import type { ToastMessage } from "@/components/ui/toast";
import type { BulkReport } from "@/lib/targets/bulk-schema";

const targets = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "target" : "targets"}`;

/** What became of the selection, in a sentence or two. */
export function bulkSentence({ changed, unchanged, refused, refusedNames, notFound }: BulkReport): ToastMessage {
  const more = refused - refusedNames.length;
  const parts = [
    `${targets(changed)} changed.`,
    unchanged > 0 ? `${targets(unchanged)} left, nothing to change.` : "",
    refused > 0
      ? `${targets(refused)} refused (${refusedNames.join("; ")}${more > 0 ? `; and ${more} more` : ""}).`
      : "",
    notFound > 0 ? `${targets(notFound)} not found.` : "",
  ];
  return { text: parts.filter((part) => part !== "").join(" "), tone: refused + notFound > 0 ? "bad" : "info" };
}
