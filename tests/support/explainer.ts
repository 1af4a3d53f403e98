import { type SQL, sql } from "drizzle-orm";
import { openDatabase, type ReadDb } from "@/db/client";
import type { TestDatabase } from "@/db/testing";

export type Explainer = {
  /** The plan that SQLite makes of each statement that some work sends as SQL, step by step. */
  plansOf(work: (db: ReadDb) => Promise<unknown>): Promise<string[][]>;
  planOf(statement: SQL): Promise<string[]>;
  close(): Promise<void>;
};

/** On a connection of its own: EXPLAIN leaves a snapshot open on the one that it runs on, which then sees no later write. */
export function createExplainer(database: TestDatabase): Explainer {
  const own = openDatabase({ url: `file:${database.path}` });
  const planOf = async (statement: SQL): Promise<string[]> =>
    (await own.read.all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${statement}`)).map(({ detail }) => detail);
  return {
    planOf,
    async plansOf(work) {
      const statements: SQL[] = [];
      const recorder = {
        select: database.read.select.bind(database.read),
        all: (statement: SQL) => {
          statements.push(statement);
          return database.read.all(statement);
        },
      } as unknown as ReadDb;
      await work(recorder);
      return Promise.all(statements.map(planOf));
    },
    close: () => own.close(),
  };
}

/** A statement that a builder made, with its values in the places of its marks. */
export function bound({ sql: text, params }: { sql: string; params: unknown[] }): SQL {
  const parts = text.split("?");
  return sql.join(
    parts.flatMap((part, index) => [sql.raw(part), ...(index < params.length ? [sql`${params[index]}`] : [])]),
  );
}
