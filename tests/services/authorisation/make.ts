import { setTimeout as pause } from "node:timers/promises";
import { postUpload } from "@/tests/support/upload";
import type { Visibility } from "./rules";
import type { World } from "./world";

export type Target = { id: string; name: string };
export type Query = { id: string; name: string };

type Json = Record<string, unknown>;

/** Asks the API as one of the cast; anything but success ends the test. */
export async function ask<T = Json>(
  world: World,
  headers: Record<string, string>,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await fetch(`${world.app.origin}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 400)}`);
  return (text === "" ? {} : JSON.parse(text)) as T;
}

let counter = 0;
const letters = (at: number): string =>
  Array.from({ length: 7 }, (_, place) => String.fromCharCode(97 + (Math.floor(at / 26 ** place) % 26))).join("");

export function freshName(): string {
  counter += 1;
  return `Cell ${String(counter).padStart(5, "0")}`;
}

/** A target of the author's group with something in every part, none of it near another. */
export async function makeTarget(world: World, visibility: Visibility): Promise<Target> {
  const name = freshName();
  const { id } = await ask<{ id: string }>(world, world.author, "POST", "/api/v1/targets", {
    name,
    visibility,
    groups: [world.group],
    raDeg: (counter * 7.31) % 360,
    decDeg: ((counter * 3.17) % 120) - 60,
    aliases: [`ZTF20${letters(counter)}`],
    tags: ["watched"],
    extras: { host_galaxy: "M 100" },
    redshift: { value: 0.01 },
    classifications: [{ name: "SN Ia" }],
  });
  const at = 60_000 + counter;
  const point = { observedAtMjd: at, band: "r", mag: 18.2, magErr: 0.1, magSystem: "AB" };
  await ask(world, world.author, "POST", `/api/v1/targets/${id}/photometry`, [point]);
  return { id, name };
}

type Items = { items: { id: string; status?: string }[] };

export async function firstOf(world: World, path: string): Promise<string> {
  const { items } = await ask<Items>(world, world.author, "GET", path);
  const [first] = items;
  if (!first) throw new Error(`nothing at ${path}`);
  return first.id;
}

export async function ranFor(world: World, targetId: string): Promise<string> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const { items } = await ask<Items>(world, world.author, "GET", `/api/v1/hook-runs?objectId=${targetId}`);
    const done = items.find(({ status }) => status === "done");
    if (done) return done.id;
    await pause(10);
  }
  throw new Error("the handler did not run");
}

export async function makeDuplicate(world: World, visibility: Visibility, targetId: string): Promise<string> {
  const path = `/api/v1/targets/${targetId}`;
  const { raDeg, decDeg } = await ask<{ raDeg: number; decDeg: number }>(world, world.author, "GET", path);
  const twin = { name: freshName(), visibility, groups: [world.group], raDeg, decDeg };
  const { id } = await ask<{ id: string }>(world, world.author, "POST", "/api/v1/targets", twin);
  await ranFor(world, id);
  return id;
}

/** A whole discovery report. */
export const discovery = {
  raDeg: 12.5,
  decDeg: -7.25,
  atType: "1",
  reportingGroup: "130",
  discoverySource: "48",
  reporter: "The cast",
  discoveredAt: "2026-01-02T03:04:05Z",
  detectedAt: "2026-01-02T03:04:05Z",
  mag: 18.2,
  filter: "111",
  instrument: "196",
  archive: "2",
  archiveRemarks: "Nothing there",
};

/** Has MyBroker asked for a target, which it has under its name; answers the id there. */
export async function makeSeen(world: World, target: Target): Promise<string> {
  await ask(world, world.author, "POST", `/api/v1/targets/${target.id}/broker-views`, { brokerId: "mybroker" });
  return `cell-${Number(target.name.replace("Cell ", ""))}`;
}

export async function makeLink(world: World, target: Target): Promise<string> {
  const alertId = await makeSeen(world, target);
  const body = { sightings: [{ brokerId: "mybroker", alertId }] };
  await ask(world, world.author, "POST", `/api/v1/targets/${target.id}/alert-links`, body);
  return alertId;
}

export async function makeReport(world: World, targetId: string): Promise<string> {
  const body = { brokerId: "tns", kind: "at", parameters: discovery };
  return (await ask<{ id: string }>(world, world.author, "POST", `/api/v1/targets/${targetId}/reports`, body)).id;
}

/** A request of the stand-in that is not over. */
export const atPortal = { facilityId: "lco", observationId: "3400001" };

export async function makeObservation(
  world: World,
  targetId: string,
  at: object = { facilityId: "manual" },
): Promise<string> {
  const body = { targetId, ...at };
  return (await ask<{ id: string }>(world, world.author, "POST", "/api/v1/observations", body)).id;
}

export async function sendAsAuthor(world: World, reportId: string): Promise<string> {
  await ask(world, world.author, "POST", `/api/v1/reports/${reportId}/send`);
  return reportId;
}

/** A picture of one pixel. */
export const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

export async function makeFile(
  world: World,
  targetId: string,
  type = "image",
  file: Uint8Array = onePixel,
): Promise<string> {
  const fields = { targetId, type };
  const parts = { file, filename: `${freshName()}.dat`, fields };
  const answer = await postUpload(world.app.origin, { origin: world.app.origin, ...world.author }, parts);
  if (!answer.ok) throw new Error(`upload: ${answer.status} ${await answer.text()}`);
  const { id } = (await answer.json()) as { id: string };
  for (let tries = 0; tries < 2_000; tries += 1) {
    const { status } = await ask<{ status: string }>(world, world.author, "GET", `/api/v1/data-products/${id}`);
    if (status === "processed") return id;
    await pause(10);
  }
  throw new Error("the file was not processed");
}

const shortSpectrum = Buffer.from("# DATE-OBS: 2026-01-02T03:04:05\nwavelength,flux\n4000,1\n4001,2\n4002,1\n4003,2\n");

export async function makeSpectrum(world: World, targetId: string): Promise<string> {
  await makeFile(world, targetId, "spectroscopy", shortSpectrum);
  return firstOf(world, `/api/v1/targets/${targetId}/spectra`);
}

export async function makeQuery(world: World): Promise<Query> {
  const name = freshName();
  const rule = { groupId: world.group, scoreLimit: 2 };
  const body = {
    name,
    brokerId: "mybroker",
    parameters: { name: "Matrix" },
    groupId: world.group,
    rule,
    schedule: "0 0 1 1 *",
  };
  const { id } = await ask<{ id: string }>(world, world.author, "POST", "/api/v1/broker-queries", body);
  return { id, name };
}

export const makeRun = async (world: World, queryId: string): Promise<string> =>
  (await ask<{ id: string }>(world, world.author, "POST", `/api/v1/broker-queries/${queryId}/runs`)).id;
