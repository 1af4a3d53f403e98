/** Fink's resolver: names of the TNS by their beginnings, of SIMBAD as they are, of the solar system by number or name. */

const columnOf = (row, key) => Object.entries(row).find(([name]) => name.replace(/^\w:/, "") === key)?.[1] ?? undefined;

const lower = (text) => String(text ?? "").toLowerCase();

/** A beginning, as the keys of the table are compared; in reverse, the survey's own name. */
function tnsRows(rows, name, reverse) {
  if (reverse) return rows.filter((row) => lower(columnOf(row, "internalname")) === lower(name));
  return rows.filter((row) =>
    `${lower(columnOf(row, "fullname"))}_${lower(columnOf(row, "internalname"))}`.startsWith(lower(name)),
  );
}

export function nameRoute(store, survey, given) {
  const name = survey === "ztf" ? given.name : given.name_or_id;
  const most = Number(given.nmax ?? 10);
  switch (given.resolver) {
    case "tns":
      // Only a JSON true turns it round; the text of a query string does not.
      return { body: tnsRows(store.names[survey], name, given.reverse === true).slice(0, most) };
    case "simbad":
      return { body: store.simbad.filter((row) => lower(row.oname) === lower(name)).slice(0, most) };
    case "ssodnet":
      return { body: store.moving[survey].filter((row) => matches(row, name)).slice(0, most) };
    default:
      return {
        status: 500,
        headers: { "content-type": "text/html" },
        body: "<title>500 Internal Server Error</title>",
      };
  }
}

/** Whether a row is of the body with that number, name or designation; blanks do not count. */
export function matches(row, nOrD) {
  const wanted = lower(nOrD).replaceAll(" ", "");
  const names = [row.sso_name, row.sso_number, row["i:ssnamenr"], row["f:sso_name"]];
  return [...names, row["r:packed_primary_provisional_designation"]].some(
    (one) => one !== undefined && one !== null && lower(one).replaceAll(" ", "") === wanted,
  );
}
