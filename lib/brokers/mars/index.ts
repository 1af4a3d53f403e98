import { TomError } from "@/lib/core/errors";
import { defineBroker } from "../contract";
import { marsAlertSchema, photometryOf, toGenericAlert, toTarget } from "./mapping";
import { manifest, queryForm } from "./query";

/** Listed so that people learn where to go; the registry refuses every question. */
export const mars = defineBroker({
  manifest,
  queryForm,
  alertSchema: marsAlertSchema,
  connect: () => ({
    fetchAlerts: async () => {
      throw new TomError("MISCONFIGURED", manifest.retired ?? "");
    },
    toGenericAlert,
    toTarget,
    processReducedData: async (_target, alert) => (alert === null ? [] : photometryOf(alert)),
  }),
});
