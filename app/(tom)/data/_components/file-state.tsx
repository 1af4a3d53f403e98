import { StateBadge, type Tone } from "@/components/ui/badge";
import type { DataProductDto, DataProductStatus } from "@/lib/data-products/types";

const tones: Record<DataProductStatus, Tone> = {
  uploaded: "neutral",
  processing: "busy",
  processed: "good",
  failed: "bad",
};

/** How a file fares. What nothing reads is stored, and that is all. */
export function FileState({ product }: { product: Pick<DataProductDto, "status" | "jobId"> }) {
  const { status, jobId } = product;
  if (status !== "uploaded") return <StateBadge tone={tones[status]}>{status}</StateBadge>;
  return jobId === null ? <StateBadge tone="good">stored</StateBadge> : <StateBadge tone="busy">waiting</StateBadge>;
}

export const isUnderWay = ({ status, jobId }: Pick<DataProductDto, "status" | "jobId">): boolean =>
  status === "processing" || (status === "uploaded" && jobId !== null);
