import { redirect } from "next/navigation";
import type { Context } from "@/lib/access/context";
import { coneText } from "@/lib/astro/pasted-cone";
import { isTomError } from "@/lib/core/errors";
import { listUsableGroups } from "@/lib/targets/commands/group-grants";
import type { TargetFilter } from "@/lib/targets/list-schema";
import { listTargetPage } from "@/lib/targets/queries/list-page";
import { countAll, listTargets } from "@/lib/targets/queries/list-targets";
import type { TargetListPage } from "@/lib/targets/types";
import { getPageContext } from "@/lib/web/session";
import {
  hasFilter,
  type ListAddress,
  type ListProblems,
  listHref,
  readColumns,
  readListAddress,
  readListFilter,
  type Search,
} from "../_components/list-address";
import type { TargetList } from "../_components/list-types";
import { coneInSearch, findTypedCone } from "./list-cone";

/** What the address of the list asks for. A position in the search, or a place in words, leads on to its cone. */
export async function loadTargetList(search: Search): Promise<TargetList> {
  const ctx = await getPageContext();
  const address = readListAddress(search);
  const found = coneInSearch(address);
  if (found !== null) redirect(listHref(address, { typed: { q: null, cone: coneText(found) } }));
  const typedCone = await findTypedCone(ctx, address);
  if (typedCone !== null && "cone" in typedCone) {
    redirect(listHref(address, { typed: { cone: coneText(typedCone.cone) } }));
  }
  const { filter, problems } = readListFilter(address);
  const all = typedCone === null ? problems : { ...problems, [typedCone.field]: typedCone.problem };
  return { ...(await readList(ctx, address, filter, all)), address, filter };
}

type Read = Omit<TargetList, "address" | "filter">;

async function readList(
  ctx: Context,
  address: ListAddress,
  filter: TargetFilter,
  problems: ListProblems,
): Promise<Read> {
  const { actor, scope, config, clock } = ctx;
  const { read } = ctx.database;
  const columns = address.columns ?? readColumns(config.targets.listColumns);
  const signedIn = actor.kind === "user";
  const isAdministrator = signedIn && actor.role === "admin";
  const groups = signedIn ? await listUsableGroups(read, ctx) : [];
  const now = clock.now();
  const none = { page: null, total: null, otherSpelling: [], failed: false };
  const rest = { columns, groups, signedIn, isAdministrator, now };
  if (Object.keys(problems).length > 0) return { ...rest, ...none, problems };
  try {
    const withEntries = columns.includes("redshift") || columns.includes("classification");
    const { sort, cursor, before } = address;
    const page = await listTargetPage(read, scope, { filter, sort, cursor, before, withEntries, now });
    const total = await totalOf(ctx, address, filter, page);
    return { ...rest, page, total, otherSpelling: await spelledOtherwise(ctx, address, page), failed: false, problems };
  } catch (error) {
    if (isTomError(error) && error.code === "INVALID_INPUT") return { ...rest, ...none, problems: problemsOf(error) };
    ctx.logger.error({ err: error, requestId: ctx.requestId }, "The list of targets could not be read");
    return { ...rest, ...none, problems, failed: true };
  }
}

const problemsOf = (error: { fieldErrors: Record<string, string[]> | undefined; message: string }): ListProblems =>
  Object.fromEntries(
    Object.entries(error.fieldErrors ?? { "": [error.message] }).map(([field, [first]]) => [
      field,
      first ?? error.message,
    ]),
  );

async function totalOf(
  ctx: Context,
  address: ListAddress,
  filter: TargetFilter,
  page: TargetListPage,
): Promise<number | null> {
  if (page.previousCursor === null && page.nextCursor === null) return page.items.length;
  if (!address.count) return null;
  return countAll(ctx.database.read, ctx.scope, { filter, now: ctx.clock.now() });
}

async function spelledOtherwise(ctx: Context, { typed }: ListAddress, page: TargetListPage) {
  const { q } = typed;
  if (q === undefined || page.items.length > 0 || Object.keys(typed).length > 1) return [];
  const { items } = await listTargets(ctx.database.read, ctx.scope, {
    filter: { fuzzy: q },
    limit: 5,
    now: ctx.clock.now(),
  });
  return items.map(({ id, name }) => ({ id, name }));
}

/** Nothing to see yet, whatever one would look for. */
export const isEmptyInstallation = ({ address, page }: TargetList): boolean =>
  page !== null && page.items.length === 0 && page.previousCursor === null && !hasFilter(address);
