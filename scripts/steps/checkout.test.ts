import { describe, expect, it } from "vitest";
import { sourceFiles, sourcesHash, topLevelRooms } from "./checkout.mjs";

describe("the sources of a build", () => {
  it("are what is bundled and configures it, and no test", () => {
    const files = sourceFiles();
    for (const path of [
      "package.json",
      "package-lock.json",
      "next.config.ts",
      "server/main.ts",
      "lib/core/errors.ts",
    ]) {
      expect(files).toContain(path);
    }
    expect(files.filter((path) => /\.test\.ts$|^(tests|e2e|bench|scripts)\//.test(path))).toEqual([]);
  });

  it("hash to the same as long as nothing changes", () => {
    expect(sourcesHash()).toMatch(/^[0-9a-f]{64}$/);
    expect(sourcesHash()).toBe(sourcesHash());
  });

  it("lie in rooms; what is made or installed is none", () => {
    const rooms = topLevelRooms();
    expect(rooms).toContain("lib");
    expect(rooms.filter((name) => /^(\.|node_modules|dist|data)/.test(name))).toEqual([]);
  });
});
