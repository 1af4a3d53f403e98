import { createHmac, randomBytes } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/**
 * What a running server leaves in its data folder for the command line: where it listens, and which settings it was
 * started with. Of a setting only its name and a salted digest stand there, so that others can be told from the same
 * and no value can be read.
 */
const note = z.object({
  host: z.string(),
  port: z.number(),
  settings: z.object({ salt: z.string(), digests: z.record(z.string(), z.string()) }).optional(),
});
export type ServerNote = z.infer<typeof note>;

type Settings = Readonly<Record<string, string>>;

const pathOf = (dataDir: string): string => join(dataDir, "server.json");

const digestOf = (salt: string, name: string, value: string): string =>
  createHmac("sha256", salt).update(`${name}=${value}`).digest("base64url");

export function writeServerNote(dataDir: string, address: { host: string; port: number }, settings: Settings): void {
  const salt = randomBytes(32).toString("base64url");
  const digests = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, digestOf(salt, name, value)]),
  );
  const { host, port } = address;
  writeFileSync(pathOf(dataDir), JSON.stringify({ host, port, settings: { salt, digests } }), { mode: 0o600 });
}

export const removeServerNote = (dataDir: string): void => rmSync(pathOf(dataDir), { force: true });

/** @throws where there is none, or none that can be read */
export const readServerNote = (dataDir: string): ServerNote =>
  note.parse(JSON.parse(readFileSync(pathOf(dataDir), "utf8")));

export type OtherSetting = { name: string; how: "not set here" | "set only here" | "another value here" };

/** In what these settings are not those of the server, by name; null when the server tells nothing of its own. */
export function otherSettings({ settings }: ServerNote, here: Settings): OtherSetting[] | null {
  if (settings === undefined) return null;
  const { salt, digests } = settings;
  return [...new Set([...Object.keys(digests), ...Object.keys(here)])].sort().flatMap((name): OtherSetting[] => {
    const [there, value] = [digests[name], here[name]];
    if (value === undefined) return [{ name, how: "not set here" }];
    if (there === undefined) return [{ name, how: "set only here" }];
    return digestOf(salt, name, value) === there ? [] : [{ name, how: "another value here" }];
  });
}
