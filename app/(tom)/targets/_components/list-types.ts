import type { TargetFilter } from "@/lib/targets/list-schema";
import type { ListedTarget, TargetListPage } from "@/lib/targets/types";
import type { ListAddress, ListProblems } from "./list-address";
import type { ListColumnId } from "./list-column-ids";

/** What the list page shows. */
export type TargetList = {
  address: ListAddress;
  filter: TargetFilter;
  problems: ListProblems;
  columns: readonly ListColumnId[];
  /** null: the filter is not right, or (with `failed`) reading went wrong. */
  page: TargetListPage | null;
  failed: boolean;
  /** Exact, where the page shows all or the address asks for it. */
  total: number | null;
  /** What is called the same in another spelling, where a search found nothing. */
  otherSpelling: readonly Pick<ListedTarget, "id" | "name">[];
  groups: readonly { id: string; name: string }[];
  signedIn: boolean;
  isAdministrator: boolean;
  now: Date;
};
