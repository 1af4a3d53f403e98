import type * as z from "zod";
import type { BrokerEntry } from "@/lib/brokers/contract";
import type { ProcessorId } from "@/lib/data-processors/contract";
import type { FacilityEntry } from "@/lib/facilities/contract";
import type { Hooks } from "@/lib/hooks/contract";

/**
 * The type of one extra field of targets: a zod number, string, boolean or ISO date-time, with
 * `.meta({ label, unit, hidden })` for the pages. Optional in every case: a target without it simply lacks it.
 */
export type ExtraFieldType = z.ZodNumber | z.ZodString | z.ZodBoolean | z.ZodISODateTime;

/** One type of files: what people call it, and what reads it; null: kept as it is. */
export type DataProductType = { label: string; processor: ProcessorId | null };

/** What this installation is; the default export of tom.config.ts, validated at boot and frozen. */
export type TomConfig = {
  /** The public address, scheme and host without a slash at the end: links in mail begin with it. */
  origin: string;
  display: {
    /** Shown in the shell and in titles. */
    name: string;
    /** Longer help texts beside fields. */
    hints: boolean;
    /** What people see before they choose one. */
    theme: "system" | "light" | "dark" | "night";
  };
  access: {
    /** What people may do who have not signed in: nothing, or read open targets. */
    anonymous: "none" | "read";
  };
  targets: {
    /** Preselected in the form. */
    type: "SIDEREAL" | "NON_SIDEREAL";
    defaultVisibility: "open" | "public" | "private";
    /** Key -> type, in the order in which they are shown. Other keys are accepted too, as text. */
    extraFields: Readonly<Record<string, ExtraFieldType>>;
    /** Columns of the list before a person chooses her own. */
    listColumns: readonly string[];
    match: {
      /** Arcsec: closer targets are pointed out as possible duplicates and proposed for alerts. */
      radiusArcsec: number;
    };
  };
  brokers: readonly BrokerEntry[];
  /** Total limit of one request to a broker, in milliseconds. */
  brokerTimeoutMs: number;
  /** Where observations are made; their order is that of the form. */
  facilities: readonly FacilityEntry[];
  /** Total limit of one request to a facility, in milliseconds. */
  facilityTimeoutMs: number;
  hooks: Hooks;
  /** Key -> type of files, in the order in which they are offered. The key is stored with each file. */
  dataProducts: Readonly<Record<string, DataProductType>>;
  /** Days after which records of past work are cleaned up; null = kept for ever. */
  retentionDays: { outbox: number; runs: number; jobs: number; idempotencyKeys: number; frozenAlerts: number | null };
};
