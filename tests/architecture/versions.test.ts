import { describe, expect, it } from "vitest";
import { compareVersions, missingPlatforms, versionFindings } from "@/scripts/checks/versions.mjs";

const lock = (versions: Record<string, string>) => ({
  packages: Object.fromEntries(
    Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }]),
  ),
});

describe("versions", () => {
  it("are exact", () => {
    expect(versionFindings({ dependencies: { pino: "^10.4.0" } }, lock({ pino: "^10.4.0" }))).toHaveLength(1);
  });

  it("are those of the lock file", () => {
    expect(versionFindings({ dependencies: { pino: "10.4.0" } }, lock({ pino: "10.3.0" }))).toHaveLength(1);
  });

  it("are not below a security release", () => {
    expect(versionFindings({ dependencies: { next: "16.3.8" } }, lock({ next: "16.3.8" }))).toHaveLength(1);
    expect(versionFindings({ dependencies: { next: "16.4.3" } }, lock({ next: "16.4.3" }))).toEqual([]);
  });

  it("are not a compiler with which the import rules see nothing", () => {
    expect(versionFindings({ devDependencies: { typescript: "7.0.2" } }, lock({ typescript: "7.0.2" }))).toHaveLength(
      1,
    );
  });

  it("cover every platform, so that npm ci accepts the lock file", () => {
    const optionalDependencies = { "a-linux": "1.0.0", "a-darwin": "1.0.0" };
    const packages = {
      "node_modules/b/node_modules/a": { optionalDependencies },
      "node_modules/b/node_modules/a-linux": {},
    };
    expect(missingPlatforms({ packages })).toEqual([expect.stringContaining("a-darwin")]);
    expect(missingPlatforms({ packages: { ...packages, "node_modules/a-darwin": {} } })).toEqual([]);
  });

  it("compare by number, not by letter", () => {
    expect(compareVersions("16.10.0", "16.9.9")).toBeGreaterThan(0);
    expect(compareVersions("1.0.0-rc.5", "1.0.0")).toBe(0);
  });
});
