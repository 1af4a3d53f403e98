import { checkName } from "@/lib/astro/names";
import type { SolarSystemMatch } from "@/lib/astro/solar-system";
import type { Broker, ClassificationDraft, TargetDraft } from "@/lib/brokers/contract";
import { targetOf } from "@/lib/brokers/contract-defaults";
import type { RegisteredBroker } from "@/lib/brokers/registry";
import { isTomError } from "@/lib/core/errors";
import {
  aliasCountMax,
  type CreateTargetInput,
  classificationCountMax,
  extraCountMax,
  redshiftInput,
} from "@/lib/targets/schema";

export type FrozenAlert = { alertId: string; raw: unknown; url: string };
export type Drafted =
  /** `isPartial`: the broker was too slow, and this is what the alert carries itself; see `completeTarget`. */
  | { alert: FrozenAlert; draft: TargetDraft; isPartial: boolean; solarSystem: SolarSystemMatch | null }
  | { alert: FrozenAlert; message: string };

const atOnce = 6;
/** What a broker may add to frozen alerts before we go on with what they carry themselves. */
const usualPatienceMs = 15_000;

/**
 * What each frozen alert would become. A broker may ask its service for more; a slow or dead one is not waited for
 * beyond a limit, because the alert itself is enough for a target, unless it moves. One bad alert never stops the others.
 */
export async function draftsOf(
  registered: RegisteredBroker,
  alerts: readonly FrozenAlert[],
  patienceMs = usualPatienceMs,
): Promise<Drafted[]> {
  const broker = registered.connect();
  const until = Date.now() + patienceMs;
  const drafts: Drafted[] = [];
  for (let from = 0; from < alerts.length; from += atOnce) {
    const some = alerts.slice(from, from + atOnce);
    drafts.push(...(await Promise.all(some.map((alert) => draftOf(registered, broker, alert, until)))));
  }
  return drafts;
}

async function draftOf(
  registered: RegisteredBroker,
  broker: Broker<unknown, unknown>,
  frozen: FrozenAlert,
  untilMs: number,
): Promise<Drafted> {
  try {
    const alert = registered.parseAlert(frozen.raw);
    const generic = broker.toGenericAlert(alert);
    const solarSystem = generic.solarSystem ?? null;
    const plain = (): TargetDraft => ({
      ...targetOf(generic),
      classifications: broker.toClassifications?.(alert) ?? [],
    });
    if (Date.now() >= untilMs) return { alert: frozen, draft: plain(), isPartial: true, solarSystem };
    const draft = await withPatience(broker.toTarget(alert), untilMs);
    return { alert: frozen, draft: draft ?? plain(), isPartial: draft === null, solarSystem };
  } catch (error) {
    return { alert: frozen, message: isTomError(error) ? error.message : "This alert could not be read." };
  }
}

/** Null when it does not come in time. */
async function withPatience(draft: TargetDraft | Promise<TargetDraft>, untilMs: number): Promise<TargetDraft | null> {
  if (!(draft instanceof Promise)) return draft;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(0, untilMs - Date.now()));
  });
  try {
    return await Promise.race([draft, late]);
  } finally {
    clearTimeout(timer);
  }
}

const cut = (text: string | null, most: number): string | null => text?.slice(0, most) ?? null;

/** As many classes as a target takes: where there are more, the least probable ones are left out. */
function fittingClasses(classes: readonly ClassificationDraft[]): ClassificationDraft[] {
  const certainty = (one: ClassificationDraft): number => one.probability ?? 1;
  const least = classes.toSorted((one, other) => certainty(other) - certainty(one)).slice(classificationCountMax);
  const left = new Set(least);
  return classes
    .filter((one) => !left.has(one))
    .map(({ name, source, classifier, version, probability, date }) => ({
      ...{ name: name.slice(0, 200), source: source.slice(0, 200), classifier: cut(classifier, 200) },
      ...{ version: cut(version, 100), probability, date },
    }));
}

/**
 * A broker's draft in the form that targets are created from. What a target cannot hold (a name with a character that
 * deceives the eye, the two-hundred-and-first class) is left out: it must not cost the target.
 */
export function toCreateInput(
  draft: TargetDraft,
  groups: string[],
  visibility: CreateTargetInput["visibility"],
): CreateTargetInput {
  const { elements, redshift, classifications, extras, aliases, ...rest } = draft;
  const position = Object.fromEntries(
    Object.entries(rest).filter(([, value]) => value !== null && value !== undefined),
  );
  const fitting = redshift
    ? redshiftInput.safeParse({ ...redshift, frame: null, source: cut(redshift.source, 200) })
    : null;
  return {
    ...(position as Pick<CreateTargetInput, "name" | "type">),
    ...(elements ?? {}),
    aliases: aliases.filter((alias) => checkName(alias).ok).slice(0, aliasCountMax),
    extras: Object.fromEntries(
      Object.entries(extras)
        .filter(([key]) => key.trim() !== "" && key.length <= 100 && !(key in Object.prototype))
        .slice(0, extraCountMax)
        .map(([key, value]) => [key, typeof value === "string" ? value.slice(0, 10_000) : value]),
    ),
    classifications: fittingClasses(classifications),
    ...(fitting?.success ? { redshift: fitting.data } : {}),
    groups,
    ...(visibility ? { visibility } : {}),
  };
}
