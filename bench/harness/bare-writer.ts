import { createRequire } from "node:module";
import type { Measurement } from "@/lib/reduced-data/commands/measurement";
import type { Provenance } from "@/lib/reduced-data/commands/write-photometry";
import { identityOf } from "@/lib/reduced-data/identity";

const columns = [
  "target_pk",
  "identity",
  "kind",
  "observed_at_mjd",
  "band",
  "mag",
  "mag_err",
  "flux_njy",
  "flux_err_njy",
  "limit_mag",
  "limit_sigma",
  "mag_system",
  "brightness",
  "negative",
  "time_reference",
  "telescope",
  "instrument",
  "source",
  "source_id",
  "via",
  "provenance",
  "parser_version",
  "created_at",
  "updated_at",
];

type Statement = { run(...values: readonly unknown[]): unknown };
/** What is used here of package `libsql`, the native driver below the client. */
type Native = {
  exec(sql: string): unknown;
  prepare(sql: string): Statement;
  transaction<Arguments extends readonly unknown[]>(work: (...args: Arguments) => void): (...args: Arguments) => void;
  close(): void;
};

/** The very driver that the client brings along. */
function openNative(path: string): Native {
  const require = createRequire(createRequire(import.meta.url).resolve("@libsql/client"));
  const Driver = require("libsql") as new (path: string, options: { timeout: number }) => Native;
  return new Driver(path, { timeout: 5000 });
}

export type BareWriter = { write(targetPk: number, curve: readonly Measurement[]): void; close(): void };

/** One prepared insert, run row by row in one transaction a call: the least that storing the same rows can cost. */
export function bareWriter(path: string, by: Provenance): BareWriter {
  const native = openNative(path);
  native.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  const insert = native.prepare(
    `INSERT INTO photometry (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
  );
  const write = native.transaction((targetPk: number, curve: readonly Measurement[]) => {
    for (const row of curve) {
      insert.run(
        targetPk,
        identityOf(row),
        row.kind,
        row.observedAtMjd,
        row.band,
        row.mag,
        row.magErr,
        row.fluxNjy,
        row.fluxErrNjy,
        row.limitMag,
        row.limitSigma,
        row.magSystem,
        row.brightness,
        row.negative ? 1 : 0,
        row.timeReference,
        row.telescope,
        row.instrument,
        row.source,
        row.sourceId,
        `["${by.via}"]`,
        by.provenance,
        by.parserVersion,
        by.at,
        by.at,
      );
    }
  });
  return { write, close: () => native.close() };
}
