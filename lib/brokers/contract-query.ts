import type * as z from "zod";
import type { RateLimit } from "@/lib/http/types";

/** The part of a broker that the browser loads: who it is, and its query form. Imports nothing of Node. */

/** One remote address of a broker that an operator may change. */
export type ServiceSpec = {
  key: string;
  /** Environment name of the base address. */
  envName: string;
  /** The public address, without a trailing slash. */
  defaultUrl: string;
};

export type CredentialSpec = {
  key: string;
  envName: string;
  label: string;
  /** One sentence: where a person obtains it. */
  whereToGet: string;
  /** The broker works without it, with less; its absence does not make the broker unavailable. */
  optional?: boolean;
  /** The survey that it opens, as the parameter `survey` names it: without it the other surveys can still be asked. */
  survey?: string;
};

export type BrokerManifest = {
  /** Lower case, the folder's name. */
  id: string;
  name: string;
  /** Where the light comes from: "ZTF", "LSST", ... */
  surveys: readonly string[];
  /** One sentence on what it offers. */
  summary: string;
  homepage: string;
  docsUrl: string;
  /** Every public host the plug-in may reach; nothing else answers it. */
  hosts: readonly string[];
  services: readonly ServiceSpec[];
  /** System of `GenericAlert.mag`; null when alerts carry no magnitude or the system is not told. */
  magnitudeSystem: "AB" | "Vega" | null;
  /** What `GenericAlert.mag` measures: the change against a reference image, or all light; absent: not told, or now this, now that. */
  magnitudeOf?: "difference" | "total";
  /** What `GenericAlert.score` means, one sentence. */
  scoreMeaning: string;
  /** Which end of the score is the better one; default "higher". A false-alarm rate is better when it is lower. */
  scoreOrder?: "higher" | "lower";
  /** It gives objects their names: what it calls one now is that one's name. */
  namesObjects?: true;
  /** Empty when none is needed. */
  credentials: readonly CredentialSpec[];
  /** How long answers may be served again to the same credential, in seconds; a plug-in may say less for a request. */
  cacheS: number;
  /**
   * How gently each of its hosts is asked by everybody together, where the service wants less than the house's own 6
   * at once and 20 a second. What it asks for while it is used (Retry-After, x-rate-limit headers) is kept in any case.
   */
  rateLimit?: RateLimit;
  /** Set when the service is gone: why, in one sentence. Old queries stay readable, new ones are refused. */
  retired?: string;
};

export type Choice = {
  value: string;
  label: string;
  /** Offered only while the other fields have these values ({ survey: "ztf", classifier: "stamp_classifier" }). */
  onlyWith?: Readonly<Record<string, string>>;
};

/** Choices as far as they could be had; `problem` says in a sentence why some are missing. */
export type ChoiceList = { choices: readonly Choice[]; problem: string | null };

type FieldBase = {
  /** Key in the parameters. */
  name: string;
  label: string;
  /** Shown behind the input: "deg", "arcsec". */
  unit?: string;
  help?: string;
  example?: string;
  required?: boolean;
  /** Offered, and read from a form, only while each of these other fields has this value, or one of these. */
  onlyWith?: OnlyWith;
};

export type OnlyWith = Readonly<Record<string, string | readonly string[]>>;

export type FormField = FieldBase &
  (
    | { kind: "text"; maxLength: number }
    /** A moment, ISO 8601 UTC or MJD. */
    | { kind: "time" }
    /** Several lines. */
    | { kind: "long-text"; maxLength: number }
    | { kind: "number"; min?: number; max?: number; integer?: boolean }
    | { kind: "checkbox" }
    /** `default` is what an empty choice means, as the schema has it. */
    | { kind: "select"; choices: readonly Choice[]; default?: string }
    /** ISO 8601 UTC, or a duration before now such as P3D. */
    | { kind: "date-or-duration" }
    /** Choices come from `loadChoices(name)`, kept for `lifetimeS` seconds; any text is accepted meanwhile. */
    | { kind: "dynamic-choice"; lifetimeS: number; maxLength: number }
  );

export type FormGroup = { title: string; help?: string; fields: readonly FormField[] };

export type QueryForm<Parameters> = {
  /** Raised when stored parameters of the previous version no longer parse as they are. */
  schemaVersion: number;
  /** Strict: an unknown field is an error that names it. */
  schema: z.ZodType<Parameters>;
  groups: readonly FormGroup[];
  /** At least one; used as the form's placeholder and by the contract suite. */
  examples: readonly { label: string; parameters: Readonly<Record<string, unknown>> }[];
  /**
   * The searches that find one object by a name as people write it ("ZTF20aaelulu", "SN 2020oi"); empty for a name that
   * is not of this broker's kind. Without it the broker is looked up by position only, where the form has a cone.
   */
  searchesByName?(name: string): readonly Readonly<Record<string, unknown>>[];
  /** Lifts stored parameters of an older version, before they are parsed. */
  upgrade?(schemaVersion: number, parameters: Readonly<Record<string, unknown>>): Record<string, unknown>;
};

/** What `query.ts` of each plug-in exports, loaded on demand through `query-forms.ts`. */
export type QueryModule = { manifest: BrokerManifest; queryForm: QueryForm<unknown> };
