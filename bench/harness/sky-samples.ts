import { sql } from "drizzle-orm";
import * as z from "zod";
import { openDatabase } from "@/db/client";
import { databaseFile, type Sky } from "./sky";

const rowShape = z.object({
  id: z.string(),
  name: z.string(),
  alias: z.string(),
  raDeg: z.number(),
  decDeg: z.number(),
});
export type Sample = z.infer<typeof rowShape>;

/** So many public targets, spread evenly over the rows: what to search for, and where. Read before a server runs. */
export async function samples(sky: Sky, count: number): Promise<Sample[]> {
  const database = openDatabase({ url: `file:${databaseFile(sky)}` });
  try {
    const found: Sample[] = [];
    for (let index = 0; index < count; index += 1) {
      const [row] = await database.read.all(sql`
        SELECT t.id, t.name, n.name AS alias, t.ra_deg AS "raDeg", t.dec_deg AS "decDeg"
        FROM targets t CROSS JOIN target_names n ON n.target_pk = t.pk AND n.is_primary = 0
        WHERE t.pk > (SELECT max(pk) FROM targets) * ${index} / ${count} AND t.visibility = 'public'
        ORDER BY t.pk LIMIT 1`);
      found.push(rowShape.parse(row));
    }
    return found;
  } finally {
    await database.close();
  }
}
