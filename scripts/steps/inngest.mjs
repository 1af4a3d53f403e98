/** A real Inngest server for tests: the address of a dev server, or a binary. None is fetched: its package downloads one. */
import { spawnSync } from "node:child_process";

/**
 * @returns {{ url: string } | { binary: string } | { missing: string }}
 *   `url`: a dev server that somebody else runs; `missing`: why there is none
 */
export function findInngest() {
  const { TOM_TEST_INNGEST: url, TOM_TEST_INNGEST_BIN: binary } = process.env;
  if (url) return { url };
  if (binary) return { binary };
  const found = spawnSync("which", ["inngest"], { encoding: "utf8" });
  if (found.status === 0) return { binary: found.stdout.trim() };
  return {
    missing:
      "no Inngest server: set TOM_TEST_INNGEST to the address of a dev server, TOM_TEST_INNGEST_BIN to a binary, or put inngest on the path",
  };
}
