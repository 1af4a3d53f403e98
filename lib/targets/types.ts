/** What callers of the targets domain see. Angles in degrees ICRS, proper motions in mas/yr, times ISO 8601 UTC or MJD UTC. */

import type { OrbitElements, OrbitScheme } from "@/lib/astro/orbits";

export type TargetType = "SIDEREAL" | "NON_SIDEREAL";
export type Visibility = "open" | "public" | "private";
export type RedshiftFrame = "heliocentric" | "cmb" | "observed";
export type ExtraValue = string | number | boolean;

/** The newest entry stands for the target; null (no entry) is not 0. */
export type RedshiftDto = { value: number; error: number | null; frame: RedshiftFrame | null; source: string };

export type ClassificationDto = {
  name: string;
  /** Who says so: a broker, the author of a spectrum, TNS. */
  source: string;
  classifier: string | null;
  version: string | null;
  /** [0,1]; null is not given, 0 is a probability. Never compared between classifiers. */
  probability: number | null;
  date: string;
  /** Username of the person who entered it; null when a part of the house did, or the account is gone. */
  by: string | null;
};

/** Elements of a non-sidereal target; each scheme has its own required ones; null = not given, 0 is a value. */
export type ElementsDto = OrbitElements & {
  scheme: OrbitScheme | null;
  ephemerisPeriodDays: number | null;
  ephemerisPeriodErrDays: number | null;
  ephemerisEpochMjd: number | null;
  ephemerisEpochErrDays: number | null;
};

/** A target as the API, the pages and the hooks see it. */
export type TargetDto = {
  id: string;
  version: number;
  name: string;
  /** Other names, oldest first. */
  aliases: string[];
  type: TargetType;
  visibility: Visibility;
  /** Groups with a grant, as far as the reader belongs to them (administrators: all). */
  groups: { id: string; name: string }[];
  raDeg: number | null;
  decDeg: number | null;
  /** Julian year of the position; null = J2000. */
  epoch: number | null;
  /** Includes cos Dec. */
  pmRaMasPerYr: number | null;
  pmDecMasPerYr: number | null;
  parallaxMas: number | null;
  distancePc: number | null;
  distanceErrPc: number | null;
  redshift: RedshiftDto | null;
  /** Newest first. */
  classifications: ClassificationDto[];
} & ElementsDto & {
    tags: string[];
    extras: Record<string, ExtraValue>;
    createdAt: string;
    updatedAt: string;
    /** Username; null when a part of the house made it, or the account is gone. */
    createdBy: string | null;
  };

/** One row of the list page. */
export type TargetRow = {
  id: string;
  name: string;
  aliases: string[];
  type: TargetType;
  visibility: Visibility;
  raDeg: number | null;
  decDeg: number | null;
  tags: string[];
  newestMag: number | null;
  newestBand: string | null;
  newestDetectionMjd: number | null;
  photometryCount: number;
  /** Compact JSON of the last points, null without photometry. */
  sparkline: string | null;
  createdAt: string;
  updatedAt: string;
};

/** What the reader may do with a target she sees. */
export type TargetRights = { canChange: boolean; canDelete: boolean };

/** A target's detail page: the object, the summary of its light curve, and the reader's rights. */
export type TargetPage = TargetDto & {
  rights: TargetRights;
  photometryVersion: number;
  photometryCount: number;
  firstDetectionMjd: number | null;
  newestDetectionMjd: number | null;
  newestMag: number | null;
  newestBand: string | null;
};

/** One hit of a look-up by name or position. */
export type TargetHit = {
  id: string;
  name: string;
  /** The name or alias that matched, when it is not the name. */
  matchedName: string | null;
  raDeg: number | null;
  decDeg: number | null;
  separationArcsec: number | null;
};

export type PossibleDuplicate = {
  target: { id: string; name: string };
  reason: "name" | "position";
  separationArcsec: number | null;
  createdAt: string;
};

export type RedshiftEntry = RedshiftDto & { id: string; date: string; by: string | null };
export type ClassificationEntry = ClassificationDto & { id: string };

export type CommentDto = {
  id: string;
  /** Username; null when the account is gone. */
  author: string | null;
  /** Markdown. */
  body: string;
  createdAt: string;
  editedAt: string | null;
  mentions: string[];
};

export type HistoryEntry = {
  at: string;
  actorName: string;
  verb: string;
  summary: string;
  changes: Record<string, [unknown, unknown]> | null;
};

export type TargetGrants = {
  groups: { id: string; name: string; canChange: boolean; canDelete: boolean }[];
  people: { username: string; canChange: boolean; canDelete: boolean; isCreator: boolean }[];
};

/** A row with what only some views ask for; null where not asked or not known. */
export type ListedTarget = TargetRow & {
  redshift: number | null;
  classification: { name: string; source: string; probability: number | null } | null;
  /** From the middle of the cone, at date. */
  separationArcsec: number | null;
};

export type TargetListPage = {
  items: ListedTarget[];
  /** Give as `before`; null on the first page. */
  previousCursor: string | null;
  /** Give as `cursor`; null on the last page. */
  nextCursor: string | null;
};

export type Mention = CommentDto & { target: { id: string; name: string } };
