import { createClient } from "@libsql/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sqld, sqldMissing, startSqld } from "@/tests/support/sqld";

describe.skipIf((await sqldMissing()) !== null)("the libSQL server that tests use", () => {
  let server: Sqld;
  beforeAll(async () => {
    server = await startSqld();
  });
  afterAll(() => server.close());

  it("keeps an acknowledged write over kill -9", async () => {
    const { control } = server;
    const write = createClient({ url: server.url });
    const table = `canary_${Date.now()}`;
    await write.execute(`create table ${table} (id integer primary key)`);
    await write.execute({ sql: `insert into ${table} values (?)`, args: [7] });
    write.close();
    if (control) {
      await control.kill9();
      await control.restart();
    }
    const read = createClient({ url: server.url });
    const { rows } = await read.execute(`select id from ${table}`);
    await read.execute(`drop table ${table}`);
    read.close();
    expect(rows.map((row) => row.id)).toEqual([7]);
  });
});
