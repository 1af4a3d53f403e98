/** What the recordings of Fink hold, by object. */
import { recordingsOf } from "./data.mjs";
import { idText } from "./wide-json.mjs";

/** @param {string | null} corpus */
export function loadFink(corpus) {
  const store = {
    ztf: new Map(),
    limits: new Map(),
    cones: new Map(),
    names: { ztf: [], lsst: [] },
    simbad: [],
    sources: new Map(),
    objects: new Map(),
    forced: new Map(),
    moving: { ztf: [], lsst: [] },
  };
  for (const [name, value] of recordingsOf("fink", corpus)) {
    const [, survey, kind] = /^(ztf|lsst)_([a-z]+)_/.exec(name) ?? [];
    if (!Array.isArray(value) || value.length === 0 || kind === "alert") continue;
    if (kind === "resolver") {
      if (name.includes("simbad")) store.simbad.push(...value);
      else store.names[survey].push(...value);
    } else if (kind === "sso") store.moving[survey].push(...value);
    else if (survey === "ztf") loadZtfRows(store, kind, name, value);
    else if (kind === "objects") add(store.objects, value, "r:diaObjectId", "r:diaObjectId");
    else if (kind === "sources") add(store.sources, value, "r:diaObjectId", "r:diaSourceId");
    else if (kind === "conesearch") add(store.sources, value, "r:diaObjectId", "r:diaSourceId");
    else if (kind === "fp") add(store.forced, value, "r:diaObjectId", "r:diaForcedSourceId");
  }
  return store;
}

function loadZtfRows(store, kind, name, rows) {
  if (name.includes("withupperlim")) add(store.limits, rows, "i:objectId", "i:jd");
  else if (kind === "conesearch") add(store.cones, rows, "i:objectId", "i:candid");
  else add(store.ztf, rows, "i:objectId", "i:candid");
}

function add(map, rows, objectKey, rowKey) {
  for (const row of rows) {
    const id = idText(row[objectKey]);
    const known = map.get(id) ?? [];
    const at = known.findIndex((one) => idText(one[rowKey]) === idText(row[rowKey]));
    if (at < 0) known.push(row);
    else known[at] = { ...known[at], ...row };
    map.set(id, known);
  }
}
