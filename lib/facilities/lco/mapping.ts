import { parseTime } from "@/lib/astro/parse-time";
import type { FacilityProduct, FoundObservation, ObservationStatus, ObservedThing } from "../contract";
import type { RemoteBlock, RemoteFrame, RemoteRequest } from "./remote";

/** ISO 8601 UTC with milliseconds; null for what is no time. */
function isoOf(text: string | null | undefined): string | null {
  const time = text ? parseTime(text) : null;
  return time?.ok ? time.iso : null;
}

/**
 * When it is observed: of the block that was completed, else of the newest that is under way or ahead; before there is
 * one, from the beginning of the request's first window to the end of its last.
 */
function scheduleOf(request: RemoteRequest, blocks: readonly RemoteBlock[]) {
  const last = (state: string) => blocks.findLast((block) => block.state === state);
  const block = blocks.find(({ state }) => state === "COMPLETED") ?? last("IN_PROGRESS") ?? last("PENDING");
  if (block) return { scheduledStart: isoOf(block.start), scheduledEnd: isoOf(block.end) };
  const sorted = (times: readonly string[]): string[] => times.flatMap((text) => isoOf(text) ?? []).sort();
  const windows = request.windows ?? [];
  return {
    scheduledStart: sorted(windows.map(({ start }) => start)).at(0) ?? null,
    scheduledEnd: sorted(windows.map(({ end }) => end)).at(-1) ?? null,
  };
}

export const toStatus = (request: RemoteRequest, blocks: readonly RemoteBlock[]): ObservationStatus => ({
  status: request.state,
  ...scheduleOf(request, blocks),
});

const distinct = (words: readonly (string | null | undefined)[]): string | null =>
  [...new Set(words.flatMap((word) => (word ? [word] : [])))].join(", ") || null;

/** "g 120 s x 3; r 60 s" */
function exposuresOf({ configurations }: RemoteRequest): string | null {
  const parts = (configurations ?? []).flatMap(({ instrument_configs }) =>
    (instrument_configs ?? []).map(({ optical_elements, exposure_time, exposure_count }) => {
      const elements = Object.values(optical_elements ?? {}).filter((value) => value !== null && value !== "");
      const time = typeof exposure_time === "number" ? [`${exposure_time} s`] : [];
      const times = typeof exposure_count === "number" && exposure_count !== 1 ? [`x ${exposure_count}`] : [];
      return [...elements.map(String), ...time, ...times].join(" ");
    }),
  );
  return parts.filter((part) => part !== "").join("; ") || null;
}

/** What was asked for, in a few words: the portal has the whole. */
function parametersOf(request: RemoteRequest): Record<string, unknown> {
  const configurations = request.configurations ?? [];
  const words = {
    instrumentType: distinct(configurations.map(({ instrument_type }) => instrument_type)),
    configurationType: distinct(configurations.map(({ type }) => type)),
    exposures: exposuresOf(request),
    targetName: distinct(configurations.map(({ target }) => target?.name)),
    note: request.observation_note || null,
  };
  return Object.fromEntries(
    Object.entries(words).flatMap(([name, text]) => (text === null ? [] : [[name, text.slice(0, 1_000)]])),
  );
}

/** What all configurations of a request look at. */
export function toThing({ configurations }: RemoteRequest): ObservedThing {
  const targets = (configurations ?? []).flatMap(({ target }) => target ?? []);
  return {
    positions: targets.flatMap(({ ra, dec }) =>
      typeof ra === "number" && typeof dec === "number" ? [{ raDeg: ra, decDeg: dec }] : [],
    ),
    names: targets.flatMap(({ name }) => name || []),
  };
}

export const toObservation = (request: RemoteRequest, blocks: readonly RemoteBlock[]): FoundObservation => ({
  observationId: request.id,
  ...toStatus(request, blocks),
  parameters: parametersOf(request),
});

function isReduced({ reduction_level, RLEVEL }: RemoteFrame): boolean | null {
  const level = reduction_level ?? RLEVEL;
  return typeof level === "number" ? level > 0 : null;
}

export const toProducts = (frames: readonly RemoteFrame[]): FacilityProduct[] =>
  frames
    .map((frame) => ({
      id: frame.id,
      filename: frame.filename,
      observedAt: isoOf(frame.DATE_OBS ?? frame.observation_date),
      reduced: isReduced(frame),
      url: frame.url ?? null,
    }))
    .sort((one, other) => (other.observedAt ?? "").localeCompare(one.observedAt ?? ""));
