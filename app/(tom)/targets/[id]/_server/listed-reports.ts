import type { ReportSummary } from "@/lib/alerts/types";
import { services } from "@/lib/web/services";
import type { ListedReport } from "../_components/report-list";

/** Reports with the names that people know their brokers and kinds by. */
export function withNames(reports: readonly ReportSummary[]): ListedReport[] {
  const { brokers } = services();
  return reports.map((report) => {
    const broker = brokers.find(report.brokerId);
    return {
      ...report,
      brokerName: brokers.nameOf(report.brokerId),
      kindTitle: broker?.upstream?.kinds.find(({ key }) => key === report.kind)?.title ?? report.kind,
    };
  });
}

/** The first broker that takes reports and can be asked, by its name; null when there is none. */
export const reportBroker = (): string | null =>
  services()
    .brokers.list()
    .find(({ upstream, state }) => upstream !== null && state === "ready")?.manifest.name ?? null;
