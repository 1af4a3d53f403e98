import { counted } from "@/lib/core/counted";
import { TomError } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/logger";
import type { HandlerCommands, HandlerRight } from "./contract";

export type Guard = {
  handler: string;
  rights: readonly HandlerRight[];
  dryRun: boolean;
  logger: Logger;
  /** @throws CONFLICT once the attempt has ended. */
  alive(): void;
};

/** @throws MISCONFIGURED where the reference of the handler does not name the right. */
export function requireRight({ handler, rights }: Guard, right: HandlerRight): void {
  if (!rights.includes(right)) {
    throw new TomError("MISCONFIGURED", `The handler ${handler} does not declare the right ${right}.`);
  }
}

/** The commands that the reference of a handler names; in a dry run each says what it would do. */
export function guardedCommands(guard: Guard, commands: HandlerCommands): HandlerCommands {
  type Told = { right: HandlerRight; targetId: string; would: string; fields?: Record<string, unknown> };
  const act = async <Answer>(told: Told, dry: Answer, work: () => Promise<Answer>): Promise<Answer> => {
    guard.alive();
    requireRight(guard, told.right);
    if (!guard.dryRun) return work();
    guard.logger.info({ targetId: told.targetId, ...told.fields }, `Dry run: ${told.would}.`);
    return dry;
  };
  return {
    addTag: (targetId, tag) =>
      act({ right: "target.tag", targetId, would: `would add the tag ${tag}` }, undefined, () =>
        commands.addTag(targetId, tag),
      ),
    removeTag: (targetId, tag) =>
      act({ right: "target.tag", targetId, would: `would take the tag ${tag} off` }, undefined, () =>
        commands.removeTag(targetId, tag),
      ),
    addAlias: (targetId, alias) =>
      act({ right: "target.alias", targetId, would: `would add the alias ${alias}` }, undefined, () =>
        commands.addAlias(targetId, alias),
      ),
    setExtras: (targetId, extras) =>
      act({ right: "target.extras", targetId, would: "would set extras", fields: { extras } }, undefined, () =>
        commands.setExtras(targetId, extras),
      ),
    addClassification: (targetId, entry) =>
      act({ right: "target.classify", targetId, would: `would classify as ${entry.name}` }, undefined, () =>
        commands.addClassification(targetId, entry),
      ),
    addPhotometry: (targetId, rows) =>
      act(
        { right: "photometry.add", targetId, would: `would store ${counted(rows.length, "row")} of photometry` },
        { inserted: 0, unchanged: 0, revised: 0, rejected: 0 },
        () => commands.addPhotometry(targetId, rows),
      ),
    refreshPhotometry: (targetId) =>
      act({ right: "photometry.refresh", targetId, would: "would have photometry fetched" }, { jobIds: [] }, () =>
        commands.refreshPhotometry(targetId),
      ),
    async tellGroup(groupId, message) {
      guard.alive();
      requireRight(guard, "group.tell");
      if (!guard.dryRun) return commands.tellGroup(groupId, message);
      guard.logger.info({}, "Dry run: the group's address would be told.");
      return null;
    },
    async notePossibleDuplicates(targetId, others) {
      guard.alive();
      requireRight(guard, "target.noteDuplicates");
      if (!guard.dryRun) return commands.notePossibleDuplicates(targetId, others);
      // A line each, so that a reader gets those about targets that she may see.
      for (const other of others) {
        const about = { targetId: other.id, name: other.name };
        guard.logger.info(about, "Dry run: this possible duplicate would be noted.");
      }
      // Said however many there are: "none" would tell those who see none of them that there are some.
      guard.logger.info({}, "Dry run: possible duplicates would be noted, those that you see named above.");
      return { noted: 0 };
    },
  };
}
