import type { Context } from "@/lib/access/context";
import { groupWebhookOf } from "@/lib/access/queries/group-webhook";
import { peopleOfTarget } from "@/lib/access/queries/people-of-target";
import { readersScope } from "@/lib/access/scope";
import { fetchFromBrokers } from "@/lib/alerts/commands/refresh-target";
import { simplifyName } from "@/lib/astro/names";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import type { HandlerCommands, HandlerQueries } from "@/lib/hooks/contract";
import type { HandlerServices } from "@/lib/hooks/handler-context";
import type { Http } from "@/lib/http/types";
import { addPhotometry } from "@/lib/reduced-data/commands/add-photometry";
import { addAlias } from "@/lib/targets/commands/target-aliases";
import { addClassification } from "@/lib/targets/commands/target-entries";
import { addTag, removeTag } from "@/lib/targets/commands/target-tags";
import { updateTarget } from "@/lib/targets/commands/update-target";
import { findSimilarTargets, notePossibleDuplicates } from "@/lib/targets/possible-duplicates";
import { findTarget, getTarget } from "@/lib/targets/queries/get-target";
import type { GroupWebhooks } from "./group-webhooks";

type Options = { origin: string; http: Http; brokers: BrokerRegistry; groupWebhooks: GroupWebhooks };

/** What the domains give to hook handlers: the commands and queries of everybody else. */
export const createHandlerServices = ({ origin, http, brokers, groupWebhooks }: Options): HandlerServices => ({
  origin,
  queries: queriesOf,
  commands: (ctx) => commandsOf(ctx, brokers, groupWebhooks),
  async hostOfGroup(db, groupId) {
    const group = await groupWebhookOf(db, groupId);
    return group === null ? null : new URL(group.url).host;
  },
  http: ({ name, hosts, secrets }) => http.client({ service: name, hosts, secrets, httpsOnly: true }),
});

const queriesOf = (ctx: Context): HandlerQueries => ({
  findTarget: (id) => findTarget(ctx.database.read, ctx.scope, { id }),
  findSimilarTargets: (targetId, radiusArcsec) =>
    findSimilarTargets(ctx.database.read, ctx.scope, { targetId, radiusArcsec, at: ctx.clock.now() }),
  findPeopleOf: (targetId) => peopleOfTarget(ctx.database.read, ctx.scope, targetId),
});

/** A handler runs again after a failure: what it has done already is no conflict for it, as it may be for a person. */
const commandsOf = (ctx: Context, brokers: BrokerRegistry, groupWebhooks: GroupWebhooks): HandlerCommands => ({
  async addTag(id, tag) {
    await addTag({ ctx, input: { id, tag } });
  },
  async removeTag(id, tag) {
    const { tags } = await getTarget(ctx.database.read, ctx.scope, { id });
    if (tags.includes(tag)) await removeTag({ ctx, input: { id, tag } });
  },
  async addAlias(id, alias) {
    const { name, aliases } = await getTarget(ctx.database.read, ctx.scope, { id });
    const has = [name, ...aliases].some((own) => simplifyName(own) === simplifyName(alias));
    // What it says of a clash stands in its run, before all who see the target.
    if (!has) await addAlias({ ctx, input: { id, alias }, within: readersScope("handler", id) });
  },
  async setExtras(id, extras) {
    await updateTarget({ ctx, input: { id, extras: { ...extras } } });
  },
  async addClassification(id, entry) {
    const { classifications } = await getTarget(ctx.database.read, ctx.scope, { id });
    const { classifier = null, version = null, probability = null } = entry;
    const has = classifications.some(
      (one) =>
        one.name === entry.name &&
        one.source === entry.source &&
        one.classifier === classifier &&
        one.version === version &&
        one.probability === probability,
    );
    if (!has) await addClassification({ ctx, input: { id, ...entry } });
  },
  async addPhotometry(targetId, rows) {
    const { rejected, ...report } = await addPhotometry({ ctx, input: { targetId, rows, via: "hook" } });
    return { ...report, rejected: rejected.length };
  },
  refreshPhotometry: (targetId) => fetchFromBrokers({ ctx, brokers, input: { targetId } }),
  notePossibleDuplicates: (targetId, similar) => notePossibleDuplicates(ctx, targetId, similar),
  tellGroup: groupWebhooks.tell,
});
