import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databaseContract } from "./contract";

databaseContract("the embedded file", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "tom-contract-"));
  return {
    url: `file:${dataDir}/tom.db`,
    dataDir,
    remove: async () => rmSync(dataDir, { recursive: true, force: true }),
  };
});
