import type { Handler } from "@/lib/hooks/contract";

/**
 * Compares a new or changed target with all others, by name and by position, and notes the possible duplicates on
 * both. Runs on every save, because a save may have renamed or moved it. Merges nothing.
 */
export const crossMatch: Handler<"target_post_save"> = async ({ target }, { queries, commands, matchRadiusArcsec }) => {
  const similar = await queries.findSimilarTargets(target.id, matchRadiusArcsec);
  await commands.notePossibleDuplicates(target.id, similar);
  return {
    radiusArcsec: matchRadiusArcsec,
    // `targetId` in each: a reader of the run gets only those that she may see anyway.
    possibleDuplicates: similar.map(({ id, ...found }) => ({ targetId: id, ...found })),
  };
};
