import * as z from "zod";
import { parseTime } from "@/lib/astro/parse-time";
import { defineBroker, type GenericAlert } from "../contract";
import { targetOf } from "../contract-defaults";
import { type MyParameters, manifest, queryForm } from "./query";

/** One item of the list. Numbers and text are mixed in it, and anything may be missing but the name and the id. */
const item = z.object({
  id: z.union([z.string().min(1).max(100), z.number()]).transform(String),
  name: z.string().min(1).max(200),
  timestamp: z.string().max(100).nullish(),
  ra: z.number().min(0).max(360).nullish(),
  dec: z.number().min(-90).max(90).nullish(),
  mag: z.number().nullish(),
  score: z.number().nullish(),
  identifier: z.union([z.string().max(200), z.number()]).nullish(),
  designation: z.union([z.string().max(200), z.number()]).nullish(),
});

type Item = z.infer<typeof item>;

/** ISO 8601 UTC, or null for a text that is no time. */
function isoOf(timestamp: string | null | undefined): string | null {
  const time = timestamp ? parseTime(timestamp) : null;
  return time?.ok ? time.iso : null;
}

function genericAlert(alert: Item, url: string): GenericAlert {
  const hasPosition = typeof alert.ra === "number" && typeof alert.dec === "number";
  return {
    id: alert.id,
    name: alert.name,
    timestamp: isoOf(alert.timestamp),
    ra: hasPosition ? (alert.ra ?? 0) % 360 : null,
    dec: hasPosition ? (alert.dec ?? 0) : null,
    mag: alert.mag ?? null,
    band: null,
    score: alert.score ?? null,
    url,
  };
}

export const mybroker = defineBroker<MyParameters, Item>({
  manifest,
  queryForm,
  alertSchema: item,
  connect({ http, baseUrls }) {
    const url = baseUrls.list ?? "";
    return {
      async fetchAlerts({ name }) {
        const reply = await http.request({ url, expect: "json" });
        const list = reply.json();
        if (!Array.isArray(list)) {
          reply.forget();
          return { alerts: [], next: null, feedback: "MyBroker did not answer with a list of alerts." };
        }
        const items = list.map((one) => item.safeParse(one));
        const odd = items.filter((one) => !one.success).length;
        return {
          alerts: items.flatMap((one) => (one.success && one.data.name === name ? [one.data] : [])),
          next: null,
          feedback: odd === 0 ? null : `Left out, because they have no name or id: ${odd} of MyBroker's alerts.`,
        };
      },
      toGenericAlert: (alert) => genericAlert(alert, url),
      toTarget(alert) {
        const { identifier, designation } = alert;
        const extras = Object.entries({ identifier, designation }).flatMap(([key, value]) =>
          value === null || value === undefined ? [] : [[key, value] as const],
        );
        return { ...targetOf(genericAlert(alert, url)), extras: Object.fromEntries(extras) };
      },
    };
  },
});
