/** Lasair's two services, under `/lasair-ztf/api/` and `/lasair-lsst/api/`: each with its own token, names and habits. */
import { recordingsOf } from "./data.mjs";
import { parseConditions, parseSelected, SqlError } from "./lasair-sql.mjs";
import { separationArcsec } from "./sky.mjs";
import { bareNaN, idText } from "./wide-json.mjs";

export const lasairTokens = { LASAIR_ZTF_TOKEN: "replay-ztf-token", LASAIR_LSST_TOKEN: "replay-lsst-token" };

const services = {
  "lasair-ztf": { survey: "ztf", id: "objectId", ra: "ramean", dec: "decmean", token: lasairTokens.LASAIR_ZTF_TOKEN },
  "lasair-lsst": { survey: "lsst", id: "diaObjectId", ra: "ra", dec: "decl", token: lasairTokens.LASAIR_LSST_TOKEN },
};

/** Columns of the tables, besides those that a recorded row has. */
const tables = {
  ztf: [
    ...["objectId", "ramean", "decmean", "gmag", "jdgmax", "rmag", "jdrmax", "ncand", "jdmin", "jdmax"],
    ...["glonmean", "glatmean", "ncandgp", "magrmin", "maggmin"],
  ],
  lsst: [
    ...["diaObjectId", "ra", "decl", "latestR", "latest_psfFlux", "nDiaSources", "tns_name", "glat", "ebv", "absMag"],
    ...["firstDiaSourceMjdTai", "lastDiaSourceMjdTai"],
    ...[..."ugrizy"].flatMap((band) => [`${band}_psfFlux`, `${band}_latestMJD`]),
  ],
};
const joined = {
  sherlock_classifications: ["classification", "association_type", "z", "separationArcsec"],
  crossmatch_tns: ["tns_name", "tns_prefix", "type", "z", "disc_mag"],
};

const newStore = () => ({ objects: new Map(), rows: new Map() });

export function loadLasair(corpus) {
  const store = { ztf: newStore(), lsst: newStore() };
  for (const [name, value] of recordingsOf("lasair", corpus)) {
    if (/^ztf_objects?_ZTF/.test(name)) for (const object of [value].flat()) keepZtf(store.ztf, object);
    else if (name.startsWith("lsst_object_")) keepLsst(store.lsst, value);
    else if (/^(ztf|lsst)_query_/.test(name)) {
      const { rows } = store[name.split("_")[0]];
      for (const row of value) {
        const id = idText(row.objectId ?? row.diaObjectId);
        rows.set(id, { ...row, ...rows.get(id) });
      }
    }
  }
  return store;
}

function keepZtf({ objects, rows }, object) {
  objects.set(object.objectId, object);
  const seen = (fid) => object.candidates.find((row) => row.candid !== undefined && row.fid === fid);
  const [g, r] = [seen(1), seen(2)];
  rows.set(object.objectId, {
    ...{ ...object.objectData, objectId: object.objectId },
    ...{ gmag: g?.magpsf ?? null, jdgmax: g?.jd ?? null, rmag: r?.magpsf ?? null, jdrmax: r?.jd ?? null },
    ...{ sherlock: object.sherlock, TNS: object.TNS },
  });
}

function keepLsst({ objects, rows }, object) {
  objects.set(object.diaObjectId, object);
  const { lasairData, diaObject } = object;
  const known = rows.get(object.diaObjectId);
  const place = diaObject ?? object.diaForcedSourcesList[0];
  rows.set(object.diaObjectId, {
    ...{ ...known, ...lasairData, ...diaObject, diaObjectId: object.diaObjectId },
    ...{ ra: place?.ra, decl: place?.decl, sherlock: lasairData.sherlock, TNS: lasairData.TNS },
  });
}

const bad = (error) => ({ status: 400, body: { error } });
const fieldError = (name, text) => ({ status: 400, body: { [name]: [text] } });

/** The real services ignore names that they do not know; a stand-in that did so would hide our mistakes. */
function fieldsOf(names, fields) {
  const unknown = [...fields.keys()].find((name) => !names.includes(name) && name !== "token" && name !== "format");
  if (unknown) return fieldError(unknown, "Unknown field.");
  const missing = names.find((name) => !optional.includes(name) && !fields.has(name));
  return missing ? fieldError(missing, "This field is required.") : null;
}
const optional = ["limit", "offset", "lite", "lasair_added", "reliabilityThreshold"];

function cone({ rows }, service, fields) {
  const refusal = fieldsOf(["ra", "dec", "radius", "requestType"], fields);
  if (refusal) return refusal;
  const [ra, dec, radius] = ["ra", "dec", "radius"].map((name) => Number(fields.get(name)));
  if (!(ra >= 0 && ra <= 360)) return fieldError("ra", "ra must be between 0 and 360");
  if (!(dec >= -90 && dec <= 90)) return fieldError("dec", "dec must be between -90 and 90");
  if (radius > 1000) return bad("Max radius is 1000 arcsec.");
  const hits = [...rows.values()]
    .filter((row) => typeof row[service.ra] === "number")
    .map((row) => ({
      object: row[service.id],
      separation: separationArcsec(ra, dec, row[service.ra], row[service.dec]),
    }))
    .filter(({ separation }) => separation <= radius);
  const wide = hits.map((hit) => (service.survey === "ztf" ? hit : { ...hit, object: `\u0001${idText(hit.object)}` }));
  const nearest = wide.toSorted((one, other) => one.separation - other.separation)[0];
  switch (fields.get("requestType")) {
    case "count":
      return { body: { count: wide.length } };
    case "nearest":
      if (service.survey === "ztf") return { body: nearest ?? {} };
      return { body: nearest ? { nearest } : {} };
    case "all":
      if (service.survey === "ztf") return { body: wide };
      return { body: { objects: wide, count: wide.length, nearest: nearest ?? {} } };
    default:
      return fieldError("requestType", `"${fields.get("requestType")}" is not a valid choice.`);
  }
}

const forbidden = ["#", "/*", "*/", ";", "||", "\\"];

function query({ rows }, service, fields) {
  const refusal = fieldsOf(["selected", "tables", "conditions", "limit", "offset"], fields);
  if (refusal) return refusal;
  const [selected, from, conditions] = ["selected", "tables", "conditions"].map((name) => fields.get(name));
  const sign = forbidden.find((one) => conditions.includes(one));
  if (sign) return bad(`Cannot use ${sign} in the WHERE clause`);
  if (conditions.includes("limit"))
    return bad("Dont put LIMIT in the WHERE clause, use the parameter in the form/API instead");
  const names = from.split(",").map((name) => name.trim().toLowerCase());
  const known = Object.keys(joined).filter((name) => names.includes(name));
  const columns = new Set([
    ...tables[service.survey].flatMap((name) => [name, `objects.${name}`]),
    ...known.flatMap((table) => joined[table].map((name) => `${table}.${name}`)),
  ]);
  try {
    const { keeps, compare } = parseConditions(conditions, columns);
    const show = parseSelected(selected, columns);
    const found = [...rows.values()].flatMap((row) => flat(service, row, known)).filter(keeps);
    const offset = Number(fields.get("offset") ?? 0);
    const limit = Math.min(10_000, Number(fields.get("limit") ?? 1000));
    const shown = found
      .toSorted(compare)
      .slice(offset, offset + limit)
      .map(show);
    return {
      body:
        service.survey === "ztf" ? shown : shown.map((row) => ({ ...row, diaObjectId: `\u0001${row.diaObjectId}` })),
    };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return bad(
      `Your query:<br/><b>SELECT ${selected} FROM objects WHERE ${conditions}</b><br/>returned the error<br/><i>${error.message}</i>`,
    );
  }
}

/** A row of the joined tables; none where a joined table has no match. */
function flat(service, { sherlock, TNS, ...row }, names) {
  const others = { sherlock_classifications: sherlock, crossmatch_tns: TNS };
  if (names.some((name) => Object.keys(others[name] ?? {}).length === 0)) return [];
  const id = idText(row[service.id]);
  const own = { ...row, [service.id]: id };
  return [
    {
      ...own,
      ...Object.fromEntries(Object.entries(own).map(([name, value]) => [`objects.${name}`, value])),
      ...Object.fromEntries(
        names.flatMap((table) => joined[table].map((name) => [`${table}.${name}`, others[table][name] ?? null])),
      ),
    },
  ];
}

/** What the LSST's database holds as NaN goes out as NaN. */
const nanColumns = ["timeWithdrawnMjdTai", "psfLnL", "absMag"];

function withNaN(value) {
  if (Array.isArray(value)) return value.map(withNaN);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, one === null && nanColumns.includes(key) ? bareNaN : withNaN(one)]),
  );
}

const notFound = { status: 404, body: { detail: "Not found." } };

function oneObject({ objects }, service, fields) {
  const isZtf = service.survey === "ztf";
  const names = ["objectId", "lite", "lasair_added", ...(isZtf ? [] : ["reliabilityThreshold"])];
  const refusal = fieldsOf(names, fields);
  if (refusal) return refusal;
  const object = objects.get(fields.get("objectId"));
  if (!object) return notFound;
  if (isZtf) return { body: object };
  const { lasairData, ...bare } = object;
  return { body: withNaN(fields.get("lasair_added") === "false" ? bare : object) };
}

function manyObjects({ objects }, fields) {
  const refusal = fieldsOf(["objectIds"], fields);
  if (refusal) return refusal;
  return {
    body: fields
      .get("objectIds")
      .split(",")
      .map((id) => objects.get(id.trim()) ?? null),
  };
}

export function answerLasair(store, url, { method = "GET", headers = {}, body = "" } = {}) {
  const [, host, route] = /^\/(lasair-ztf|lasair-lsst)\/api\/([a-z]+)\/$/.exec(url.pathname) ?? [];
  if (!host) return null;
  const service = services[host];
  const fields = method === "POST" ? new URLSearchParams(body) : url.searchParams;
  const given = /^Token (\S+)$/.exec(headers.authorization ?? "")?.[1] ?? fields.get("token");
  if (!given) return { status: 401, body: { detail: "Authentication credentials were not provided." } };
  if (given !== service.token) return { status: 401, body: { detail: "Invalid token." } };
  const known = store[service.survey];
  switch (route) {
    case "cone":
      return cone(known, service, fields);
    case "query":
      return query(known, service, fields);
    case "object":
      return oneObject(known, service, fields);
    case "objects":
      return service.survey === "ztf" ? manyObjects(known, fields) : notFound;
    default:
      return notFound;
  }
}
