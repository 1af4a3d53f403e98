/** JPL Scout under `/scout.api`: the list without parameters, one object by `tdes`; what is gone is 200 with an error. */
import { recordingsOf } from "./data.mjs";

const known = ["tdes", "orbits", "n-orbits", "file", "plot"];

/** @param {string | null} corpus */
export function loadScout(corpus) {
  const store = { signature: { source: "NASA/JPL Scout API", version: "1.3" }, list: new Map(), objects: new Map() };
  for (const [name, value] of recordingsOf("scout", corpus)) {
    if (name.startsWith("summary_")) for (const row of value.data) store.list.set(row.objectName, row);
    else if (value.objectName && value.orbits) store.objects.set(value.objectName, value);
  }
  return store;
}

export function answerScout({ signature, list, objects }, url) {
  if (url.pathname !== "/scout.api") return null;
  const query = url.searchParams;
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  if (unknown)
    return {
      status: 400,
      body: { code: "400", message: `one or more query parameter was not recognized`, moreInfo: unknown },
    };
  const tdes = query.get("tdes");
  if (tdes === null) return { body: { signature, count: String(list.size), data: [...list.values()] } };
  const object = objects.get(tdes) ?? (list.has(tdes) ? { signature, ...list.get(tdes) } : null);
  if (object === null) return { body: { signature, error: "specified object was not found" } };
  const { orbits, ...rest } = object;
  return { body: query.get("orbits") === "1" && orbits ? { ...rest, orbits } : rest };
}
