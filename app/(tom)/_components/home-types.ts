import type { QueryDto } from "@/lib/alerts/types";
import type { HookRunDto } from "@/lib/hooks/types";
import type { JobDto } from "@/lib/jobs/types";
import type { ListedTarget, Mention } from "@/lib/targets/types";

/** null: this part could not be read; the rest of the page is there all the same. */
export type Part<T> = T | null;

export type Home = {
  username: string;
  isAdministrator: boolean;
  /** When this person looked last; null: never. */
  lastHomeAt: string | null;
  targets: Part<ListedTarget[]>;
  /** Made since, counted up to `newTargetsMost`; 0 on a first visit. */
  newTargets: Part<number>;
  queries: Part<QueryDto[]>;
  failures: Part<{ jobs: readonly JobDto[]; runs: HookRunDto[]; queries: QueryDto[] }>;
  mentions: Part<Mention[]>;
  now: Date;
};

export const newTargetsMost = 100;
