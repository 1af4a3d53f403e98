import type { Handler } from "@/lib/hooks/contract";

/**
 * Has the light curve of a new target fetched: from the brokers it is linked to, and those that know one of its names.
 * Only when it is made; later it is refreshed on its page, or by a saved query.
 */
export const refreshPhotometry: Handler<"target_post_save"> = async ({ target, created }, { commands, logger }) => {
  if (!created) return { jobIds: [] };
  const { jobIds } = await commands.refreshPhotometry(target.id);
  if (jobIds.length === 0) logger.info({ targetId: target.id }, "No broker knows this target by a link or a name.");
  return { jobIds };
};
