import type { Context } from "@/lib/access/context";
import { simplifyName } from "@/lib/astro/names";
import { separationArcsec } from "@/lib/astro/sphere";
import type { BrokerRegistry, RegisteredBroker } from "@/lib/brokers/registry";
import { findNameClashes } from "@/lib/targets/queries/find-name-clashes";
import type { LookUpAnswer, LookUpPlace, NamedAnswer } from "../types";
import { unavailableTextOf } from "./list-brokers";
import { lookUp, waysOf } from "./look-up";
import { lookUpSubject } from "./look-up-subject";
import { type ToldPlace, toldPlace, within } from "./told-place";

type Call = {
  ctx: Context;
  brokers: BrokerRegistry;
  broker: RegisteredBroker;
  input: { name: string; radiusArcsec: number };
};

/** A broker that has its answer already waits so long for a place to look at too. */
const patienceMs = 5_000;

/**
 * What one broker has under a name: asked by the name where it knows such names, and where it has nothing under it, or
 * knows places only, at the place that the name stands for. A target of the reader tells that place, or else the first
 * broker that has it under the name. What moves is never looked for at a fixed place. Never rejects for a broker's sake.
 */
export async function lookUpByName(call: Call): Promise<NamedAnswer> {
  const { ctx, broker, input } = call;
  const target = await ownTarget(ctx, input.name);
  return target === null ? lookUpUnknown(call) : lookUpOwn(ctx, broker, input, target.id);
}

/** The target of the reader that a name stands for: AT, SN, TDE or none before one designation is one name. */
export async function ownTarget(ctx: Context, name: string): Promise<{ id: string; name: string } | null> {
  const clashes = await findNameClashes(ctx.database.read, ctx.scope, { names: [name], anyPrefix: true });
  const key = simplifyName(name);
  const [known] = clashes.toSorted(
    (one, other) => Number(simplifyName(other.heldName) === key) - Number(simplifyName(one.heldName) === key),
  );
  return known ? { id: known.targetId, name: known.targetName } : null;
}

/** Under all names of the target, and where it is. */
async function lookUpOwn(
  ctx: Context,
  broker: RegisteredBroker,
  { name, radiusArcsec }: Call["input"],
  targetId: string,
): Promise<NamedAnswer> {
  const own = await lookUpSubject(ctx, { targetId, brokerId: broker.id, radiusArcsec });
  const names = [name, ...own.subject.names];
  const answer = await lookUp(broker, { ...own.subject, names });
  const { position } = own.subject;
  const isAskedThere = position !== null && waysOf(broker, name).byPosition && unavailableTextOf(broker) === null;
  const of = { from: "target", id: targetId, source: "your target", name: own.name } as const;
  return { ...answer, place: isAskedThere ? { ...position, ...of } : null };
}

async function lookUpUnknown({ brokers, broker, input: { name, radiusArcsec } }: Call): Promise<NamedAnswer> {
  const ways = waysOf(broker, name);
  const subject = { names: [name], alertIds: [], position: null, radiusArcsec };
  const told = toldPlace(brokers, name);
  if (ways.byName || !ways.byPosition || unavailableTextOf(broker) !== null) {
    const named = await lookUp(broker, subject);
    if (named.status === "found") return measured(named, await within(told, 2_000));
    const place = named.status === "nothing" && ways.byPosition ? await within(told, patienceMs) : null;
    return place?.kind === "place" ? lookUpAt(broker, place.place, radiusArcsec) : { ...named, place: null };
  }
  const place = await told;
  if (place.kind === "place") return lookUpAt(broker, place.place, radiusArcsec);
  const why =
    place.kind === "moves"
      ? "it moves, and is looked for by name only."
      : "no broker or target told one for this name.";
  return {
    status: "unavailable",
    message: `${broker.manifest.name} needs a position: ${why}`,
    sightings: [],
    place: null,
  };
}

async function lookUpAt(broker: RegisteredBroker, place: LookUpPlace, radiusArcsec: number): Promise<NamedAnswer> {
  const { raDeg, decDeg } = place;
  const answer = await lookUp(broker, { names: [], alertIds: [], position: { raDeg, decDeg }, radiusArcsec });
  return { ...answer, place };
}

/** What was found by name, with its distance from the place that the others are asked at. */
function measured(answer: LookUpAnswer, told: ToldPlace | null): NamedAnswer {
  if (told?.kind !== "place") return { ...answer, place: null };
  const sightings = answer.sightings.map((sighting) => {
    const { raDeg, decDeg } = sighting;
    if (raDeg === null || decDeg === null || sighting.moves) return sighting;
    return { ...sighting, separationArcsec: separationArcsec(told.place, { raDeg, decDeg }) };
  });
  return { ...answer, sightings, place: null };
}
