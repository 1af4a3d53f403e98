/** The Gaia Science Alerts site: `/alerts/alerts.csv`, `/alerts/alertsindex`, `/alerts/alert/<name>/lightcurve.csv`. */
import { textsOf } from "./data.mjs";

const csv = { "content-type": "text/csv" };

/** @param {string | null} corpus */
export function loadGaia(corpus) {
  const texts = textsOf("gaia", corpus);
  const [header = "", ...own] = (texts.get("alerts.csv") ?? "").trim().split("\n");
  const rows = new Map(own.map((row) => [row.split(",")[0], row]));
  for (const [name, text] of texts) {
    if (!/^alerts_\w+\.csv$/.test(name)) continue;
    for (const row of text.trim().split("\n").slice(1)) if (row.trim() !== "") rows.set(row.split(",")[0], padded(row));
  }
  return { list: `${[header, ...rows.values()].join("\n")}\n\n`, texts };
}

// Before 2017 the list had no column for the TNS.
const padded = (row) => (/"(,[^",]*)?$/.test(row) && !/",[^",]*$/.test(row) ? `${row},` : row);

export function answerGaia({ list, texts }, url) {
  if (!url.pathname.startsWith("/alerts/")) return null;
  const path = url.pathname.slice("/alerts/".length);
  if (path === "alerts.csv") return { headers: csv, body: list };
  const curve = /^alert\/(\w+)\/lightcurve\.csv$/.exec(path)?.[1];
  const text = curve === undefined ? undefined : texts.get(`lightcurve_${curve}.csv`);
  if (text !== undefined) return { headers: csv, body: text };
  return { status: 404, headers: { "content-type": "text/html" }, body: "<!doctype html><title>404 Not Found</title>" };
}
