import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { otherSettings, readServerNote, writeServerNote } from "./server-note";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "tom-note-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const settings = {
  ALERCE_URL: "http://127.0.0.1:4010",
  HERMES_TOKEN: "quiet-meridian-lanterns",
  SMTP_URL: "smtp://ann:secret@mail.example.org",
};

describe("the note of a running server", () => {
  it("tells in which settings a shell differs, and how", () => {
    writeServerNote(dataDir, { host: "127.0.0.1", port: 3000 }, settings);
    const note = readServerNote(dataDir);
    expect(note).toMatchObject({ host: "127.0.0.1", port: 3000 });
    expect(otherSettings(note, settings)).toEqual([]);
    const { ALERCE_URL: _, ...rest } = settings;
    expect(otherSettings(note, { ...rest, HERMES_TOKEN: "another", TNS_URL: "https://tns.example.org" })).toEqual([
      { name: "ALERCE_URL", how: "not set here" },
      { name: "HERMES_TOKEN", how: "another value here" },
      { name: "TNS_URL", how: "set only here" },
    ]);
  });

  it("holds no value of a setting, the same digest never twice, and is its owner's alone", () => {
    const written = [1, 2].map(() => {
      writeServerNote(dataDir, { host: "127.0.0.1", port: 3000 }, settings);
      return readFileSync(join(dataDir, "server.json"), "utf8");
    });
    for (const value of ["4010", "quiet-meridian", "secret"]) expect(written.join(" ")).not.toContain(value);
    const digests = written.flatMap((text) => Object.values(JSON.parse(text).settings.digests));
    expect(new Set(digests).size).toBe(6);
    expect(statSync(join(dataDir, "server.json")).mode & 0o077).toBe(0);
  });
});
