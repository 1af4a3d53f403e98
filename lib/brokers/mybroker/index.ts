import * as z from "zod";
import { parseTime } from "@/lib/astro/parse-time";
import { defineBroker, type GenericAlert } from "../contract";
import { targetOf } from "../contract-defaults";
import { lenientNumber, lenientText, neededId } from "../contract-remote";
import { type MyParameters, manifest, queryForm } from "./query";

/** One item of the list. Numbers and text are mixed in it, and anything may be missing but the name and the id. */
const item = z.object({
  id: neededId,
  name: neededId,
  timestamp: lenientText,
  ra: lenientNumber,
  dec: lenientNumber,
  mag: lenientNumber,
  score: lenientNumber,
  identifier: lenientText,
  designation: lenientText,
});

type Item = z.infer<typeof item>;

/** ISO 8601 UTC, or null for a text that is no time. */
function isoOf(timestamp: string | null): string | null {
  const time = timestamp === null ? null : parseTime(timestamp);
  return time?.ok ? time.iso : null;
}

function genericAlert({ id, name, timestamp, ra, dec, mag, score }: Item, url: string): GenericAlert {
  const isPlace = ra !== null && dec !== null && ra >= 0 && ra <= 360 && Math.abs(dec) <= 90;
  return {
    id,
    name,
    timestamp: isoOf(timestamp),
    ra: isPlace ? ra % 360 : null,
    dec: isPlace ? dec : null,
    mag,
    band: null,
    score,
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
          value === null ? [] : [[key, value] as const],
        );
        return { ...targetOf(genericAlert(alert, url)), extras: Object.fromEntries(extras) };
      },
    };
  },
});
