import { tmpdir } from "node:os";
import { describe } from "vitest";
import { sqldMissing, startSqld } from "@/tests/support/sqld";
import { databaseContract } from "./contract";

describe.skipIf((await sqldMissing()) !== null)("on a libSQL server", () => {
  databaseContract("a libSQL server", async () => {
    const server = await startSqld();
    return { url: server.url, dataDir: tmpdir(), remove: server.close };
  });
});
