import { sql } from "drizzle-orm";
import * as z from "zod";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { visibleTo } from "@/lib/access/scope";
import { simplifyName } from "@/lib/astro/names";
import { coneBoxes, separationArcsec } from "@/lib/astro/sphere";
import type { PlacedTarget } from "@/lib/targets/commands/insert-targets";
import type { Reader } from "@/lib/targets/queries/read-targets";
import type { RowVerdict } from "../schema";
import type { ReadRow } from "./draft-of-row";

/** A verdict, and the target to make where it says "created". */
export type Judged = { verdict: RowVerdict; placed: PlacedTarget | null };

/**
 * Judges the rows of one file, part after part: each against what the person sees by now and against the rows before it.
 * What she does not see is never told of: a row of such a name is made.
 */
export function createJudge(ctx: Context, book?: NameBook) {
  /** Key of a name -> the row that has it. */
  const rowOfName = new Map<string, number>();
  return async (db: Reader, read: readonly ReadRow[]): Promise<Judged[]> => {
    const held = await heldNames(db, ctx, read.flatMap(keysOf));
    const judged = read.map((one) => judge(one, held, rowOfName));
    if (book) for (const [index, one] of judged.entries()) enter(book, read[index], one);
    await tellOfNear(db, ctx, judged);
    return judged;
  };
}
export type Judge = ReturnType<typeof createJudge>;

/** Key of a name -> what became of the row that has it, and where its target stands; for what else names these targets. */
export type NameBook = Map<string, { verdict: RowVerdict; raDeg: number | null; decDeg: number | null }>;

function enter(book: NameBook, row: ReadRow | undefined, { verdict, placed }: Judged): void {
  if (!row) return;
  const { raDeg = null, decDeg = null } = placed?.draft ?? {};
  for (const name of [row.name, ...namesOf(row)]) {
    const key = simplifyName(name);
    const known = book.get(key);
    // Of two rows of one name the first stands; of one row, what was judged last.
    if (known && known.verdict.row !== verdict.row) continue;
    book.set(key, { verdict, raDeg, decDeg });
  }
}

const namesOf = (row: ReadRow): string[] => (row.ok ? [row.placed.draft.name, ...row.placed.draft.aliases] : []);
const keysOf = (row: ReadRow): string[] => namesOf(row).map(simplifyName);

type Holder = { id: string; name: string };

function judge(row: ReadRow, held: ReadonlyMap<string, Holder>, rowOfName: Map<string, number>): Judged {
  const base = { row: row.row, name: row.name, targetId: null, field: null, message: null, near: null };
  const reject = (field: string, message: string): Judged => ({
    verdict: { ...base, verdict: "rejected", field, message },
    placed: null,
  });
  if (!row.ok) return reject(row.field, row.message);
  const names = namesOf(row);
  // Its own row too: a part whose transaction met a busy database is judged again.
  const twin = names.find((name) => (rowOfName.get(simplifyName(name)) ?? row.row) !== row.row);
  if (twin !== undefined) {
    return reject("name", `${twin} is in the file already, in row ${rowOfName.get(simplifyName(twin))}`);
  }
  const holders = new Map(
    names.flatMap((name) => {
      const holder = held.get(simplifyName(name));
      return holder === undefined ? [] : [[holder.id, { ...holder, by: name }] as const];
    }),
  );
  const [first, second] = holders.values();
  if (first && second) {
    return reject(
      "name",
      `Its names belong to two targets: ${first.by} is ${first.name}, ${second.by} is ${second.name}`,
    );
  }
  for (const name of names) rowOfName.set(simplifyName(name), row.row);
  if (first) {
    const by = names.find((name) => held.get(simplifyName(name))?.id === first.id) ?? first.by;
    return { verdict: { ...base, verdict: "existing", targetId: first.id, message: byName(by, first) }, placed: null };
  }
  return { verdict: { ...base, verdict: "created" }, placed: row.placed };
}

/** Which of its names is known here, and of which target where that name does not say it. */
const byName = (name: string, { name: ofTarget }: Holder): string =>
  name === ofTarget ? `By the name ${name}` : `By the name ${name}, as ${ofTarget}`;

const heldRow = z.object({ nameKey: z.string(), id: z.string(), name: z.string() });

/** Name key -> the visible target that holds it. */
async function heldNames(db: Reader, ctx: Context, keys: readonly string[]): Promise<Map<string, Holder>> {
  const rows = await db.all(sql`
    SELECT n.name_key AS "nameKey", ${targets.id} AS "id", ${targets.name} AS "name"
    FROM json_each(${JSON.stringify([...new Set(keys)])}) asked
      CROSS JOIN target_names n INDEXED BY target_names_key ON n.name_key = asked.value
      CROSS JOIN targets ON ${targets.pk} = n.target_pk WHERE ${visibleTo(ctx.scope)}`);
  return new Map(rows.map((row) => heldRow.parse(row)).map(({ nameKey, ...holder }) => [nameKey, holder]));
}

const nearRow = z.object({
  index: z.number(),
  id: z.string(),
  name: z.string(),
  raDeg: z.number(),
  decDeg: z.number(),
});

/** Puts the nearest visible target within the radius beside each that is made: catalogued places, without proper motion. */
async function tellOfNear(db: Reader, ctx: Context, judged: readonly Judged[]): Promise<void> {
  const { radiusArcsec } = ctx.config.targets.match;
  const boxes = judged.flatMap(({ placed }, index) => {
    const place = placeOf(placed);
    if (place === null) return [];
    return coneBoxes(place.raDeg, place.decDeg, radiusArcsec).map((box) => [
      index,
      box.decMin,
      box.decMax,
      box.raMin,
      box.raMax,
    ]);
  });
  if (boxes.length === 0) return;
  const rows = await db.all(sql`
    SELECT box.value ->> 0 AS "index", ${targets.id} AS "id", ${targets.name} AS "name",
      ${targets.raDeg} AS "raDeg", ${targets.decDeg} AS "decDeg"
    FROM json_each(${JSON.stringify(boxes)}) box CROSS JOIN targets INDEXED BY targets_dec_ra
      ON ${targets.decDeg} BETWEEN box.value ->> 1 AND box.value ->> 2
        AND ${targets.raDeg} BETWEEN box.value ->> 3 AND box.value ->> 4
    WHERE ${targets.type} = 'SIDEREAL' AND ${visibleTo(ctx.scope)}`);
  for (const row of rows) {
    const { index, id, name, ...there } = nearRow.parse(row);
    const one = judged[index];
    const here = one ? placeOf(one.placed) : null;
    if (!one || here === null) continue;
    const separation = separationArcsec(here, there);
    const isNearest = one.verdict.near === null || separation < one.verdict.near.separationArcsec;
    if (separation > radiusArcsec || !isNearest) continue;
    one.verdict.near = { targetId: id, name, separationArcsec: Math.round(separation * 1000) / 1000 };
  }
}

function placeOf(placed: PlacedTarget | null): { raDeg: number; decDeg: number } | null {
  if (placed === null || placed.draft.type !== "SIDEREAL") return null;
  const { raDeg, decDeg } = placed.draft;
  return typeof raDeg === "number" && typeof decDeg === "number" ? { raDeg, decDeg } : null;
}
