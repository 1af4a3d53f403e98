import { newId } from "@/lib/core/ids";
import { photometryOfMany } from "@/lib/data-products/commands/photometry-of-many";
import { addImportedPhotometry } from "@/lib/imports/commands/pending-photometry";
import type { BulkSpec } from "@/lib/targets/bulk-schema";
import { adoptName } from "@/lib/targets/commands/adopt-name";
import { changeGrant } from "@/lib/targets/commands/change-grant";
import { type BulkSelection, changeTargets } from "@/lib/targets/commands/change-targets";
import { addComment, deleteComment, editComment } from "@/lib/targets/commands/comments";
import { createTarget, createTargets } from "@/lib/targets/commands/create-target";
import { deleteTarget } from "@/lib/targets/commands/delete-target";
import { dismissPossibleDuplicate } from "@/lib/targets/commands/dismiss-duplicate";
import { setGrants } from "@/lib/targets/commands/set-grants";
import { addAlias, removeAlias } from "@/lib/targets/commands/target-aliases";
import {
  addClassification,
  addRedshift,
  removeClassification,
  removeRedshift,
} from "@/lib/targets/commands/target-entries";
import { addTag, removeTag, setTags } from "@/lib/targets/commands/target-tags";
import { updateTarget } from "@/lib/targets/commands/update-target";
import { notePossibleDuplicates } from "@/lib/targets/possible-duplicates";
import { attemptChange, jobOf } from "../run-change";
import { attemptImport, startImportOf } from "../run-import";
import type { Path, Paths, World } from "./world";

const once = { target_post_save: 1 } as const;
const comments = { comment_post_save: 1 } as const;
const at = "lib/targets/commands";
const imports = "lib/imports/commands";
const nowhere = { raDeg: null, decDeg: null };

/** A change of one target by Ada. */
const onTarget = (
  act: (world: World, id: string) => Promise<unknown>,
  more: {
    again?: boolean;
    fires?: Extract<Path, { play: unknown }>["fires"];
    before?: Parameters<World["target"]>[0];
  } = {},
): Path => ({
  fires: more.fires ?? once,
  ...(more.again === undefined ? {} : { again: more.again }),
  async play(world) {
    const { id } = await world.target(more.before);
    return () => act(world, id);
  },
});

const entry = { name: "SN Ia", source: "ada" };
const body = { body: "It rises." };

export const targetPaths: Paths = {
  [`${at}/create-target.ts#createTarget`]: {
    fires: once,
    play: async ({ ada, name, group }) => {
      const input = { name: name("New"), raDeg: 1, decDeg: 2, aliases: [name("Alias")], groups: [group.id] };
      return () => createTarget({ ctx: ada, input: { ...input, tags: ["new"], extras: { note: "whole" } } });
    },
  },
  [`${at}/create-target.ts#createTargets`]: {
    fires: { target_post_save: 2 },
    play: async ({ ada, name }) => {
      const [one, two] = [name("Many"), name("Many")];
      const input = [one, two, one].map((each) => ({ name: each, raDeg: 1, decDeg: 2 }));
      return () => createTargets({ ctx: ada, input });
    },
  },
  [`${imports}/import-targets.ts#startImport`]: {
    fires: { target_post_save: 2, reduced_datum_post_save: 2 },
    play: async ({ ada, name, target }) => {
      const [one, two, here] = [name("Row"), name("Row"), await target()];
      const light = `target,time,filter,mag\n${one},60000,r,18\n${one},60001,r,18\n${here.name},60000,r,18\nNo one,60000,r,18`;
      const rows = [`${one},1,2,PRIVATE`, `${two},3,4,OPEN`, `${one},5,6,OPEN`, `${name("Row")},999,0,OPEN`];
      return async () => {
        const { jobId } = await startImportOf(ada, ["name,ra,dec,permissions", ...rows].join("\n"), light);
        return attemptImport(ada, jobId, 1);
      };
    },
  },
  [`${imports}/import-targets.ts#checkImport`]: { fires: "nothing", because: "says what an import would do" },
  [`${imports}/pending-targets.ts#dropRun`]: { fires: "nothing", because: "forgets targets that nobody ever saw" },
  [`${imports}/pending-photometry.ts#addImportedPhotometry`]: {
    fires: { reduced_datum_post_save: 1 },
    again: true,
    play: async ({ ada, target }) => {
      const { id } = await target();
      const read = photometryOfMany(["name", "time", "filter", "mag"], "utc");
      const measurement = typeof read === "string" ? null : read.read(["", "60000", "r", "18"], nowhere, "ada");
      const measurements = measurement === null || "message" in measurement ? [] : [measurement];
      const delivery = { jobId: newId(), fileName: "light.csv" };
      return () => addImportedPhotometry({ ctx: ada, input: { delivery, targetId: id, measurements } });
    },
  },
  [`${imports}/pending-targets.ts#dropAbandoned`]: {
    fires: "nothing",
    because: "forgets what broken off imports left",
  },
  [`${at}/create-target.ts#parseNewTarget`]: { fires: "nothing", because: "reads a draft and writes nothing" },
  [`${at}/update-target.ts#updateTarget`]: onTarget(
    ({ ada, group }, id) =>
      updateTarget({
        ctx: ada,
        input: {
          id,
          decDeg: 21,
          aliases: [`Alias of ${id}`],
          tags: ["changed"],
          extras: { note: "whole" },
          groups: [group.id],
          redshift: { value: 0.005, source: "ada" },
          classifications: [entry],
        },
      }),
    { again: true },
  ),
  [`${at}/adopt-name.ts#adoptName`]: onTarget(
    ({ ada }, id) => adoptName({ ctx: ada, input: { id, name: `SN ${id}` } }),
    {
      again: true,
    },
  ),
  [`${at}/set-grants.ts#setGrants`]: onTarget(
    ({ ada, group }, id) => {
      const groups = [{ id: group.id, canChange: true, canDelete: true }];
      return setGrants({ ctx: ada, input: { id, groups, people: [{ username: "root" }] } });
    },
    { again: true },
  ),
  [`${at}/change-grant.ts#changeGrant`]: onTarget(
    ({ ada }, id) => changeGrant({ ctx: ada, input: { id, kind: "person", who: "root", step: "view" } }),
    { again: true },
  ),
  [`${at}/target-aliases.ts#addAlias`]: onTarget(({ ada }, id) =>
    addAlias({ ctx: ada, input: { id, alias: `Of ${id}` } }),
  ),
  [`${at}/target-aliases.ts#removeAlias`]: onTarget(
    ({ ada }, id) => removeAlias({ ctx: ada, input: { id, alias: "Old alias" } }),
    { before: { aliases: ["Old alias"] } },
  ),
  [`${at}/target-tags.ts#setTags`]: onTarget(({ ada }, id) => setTags({ ctx: ada, input: { id, tags: ["a", "b"] } }), {
    again: true,
  }),
  [`${at}/target-tags.ts#addTag`]: onTarget(({ ada }, id) => addTag({ ctx: ada, input: { id, tag: "a" } }), {
    again: true,
  }),
  [`${at}/target-tags.ts#removeTag`]: onTarget(({ ada }, id) => removeTag({ ctx: ada, input: { id, tag: "a" } }), {
    before: { tags: ["a"] },
  }),
  [`${at}/target-entries.ts#addRedshift`]: onTarget(({ ada }, id) =>
    addRedshift({ ctx: ada, input: { id, value: 0.1 } }),
  ),
  [`${at}/target-entries.ts#removeRedshift`]: {
    fires: once,
    async play({ ada, target }) {
      const { id } = await target();
      const added = await addRedshift({ ctx: ada, input: { id, value: 0.1 } });
      return () => removeRedshift({ ctx: ada, input: { id, entryId: added.id } });
    },
  },
  [`${at}/target-entries.ts#addClassification`]: onTarget(({ ada }, id) =>
    addClassification({ ctx: ada, input: { id, ...entry } }),
  ),
  [`${at}/target-entries.ts#removeClassification`]: {
    fires: once,
    async play({ ada, target }) {
      const { id } = await target();
      const added = await addClassification({ ctx: ada, input: { id, ...entry } });
      return () => removeClassification({ ctx: ada, input: { id, entryId: added.id } });
    },
  },
  // Three kinds of change, and more targets than one waits for: by the job.
  [`${at}/change-targets.ts#changeTargets`]: {
    fires: { target_post_save: 2 + 2 + 3 + 201 },
    again: true,
    async play({ ada, target }) {
      const some = async (...fields: Parameters<typeof target>): Promise<BulkSelection> => ({
        ids: [(await target()).id, (await target(...fields)).id, (await target(...fields)).id],
      });
      const tagged = await some({ tags: ["x", "y"] });
      const [open, plain] = [await some({ visibility: "open" }), await some()];
      const many: string[] = [];
      for (let count = 0; count < 201; count += 1) many.push((await target()).id);
      return async () => {
        const change = (selection: BulkSelection, its: BulkSpec) =>
          changeTargets({ ctx: ada, input: { selection, change: its } });
        await change(tagged, { kind: "removeTag", tag: "x" });
        await change(open, { kind: "setVisibility", visibility: "private" });
        await change(plain, { kind: "addTag", tag: "many" });
        await attemptChange(ada, jobOf(await change({ ids: many }, { kind: "addTag", tag: "many" })));
      };
    },
  },
  [`${at}/insert-targets.ts#redshiftRow`]: { fires: "nothing", because: "makes a row and writes nothing" },
  [`${at}/insert-targets.ts#classificationRow`]: { fires: "nothing", because: "makes a row and writes nothing" },
  [`${at}/change-target.ts#changeTarget`]: {
    fires: "nothing",
    because: "the way of every change of one target, played above",
  },
  [`${at}/delete-target.ts#deleteTarget`]: onTarget(({ ada }, id) => deleteTarget({ ctx: ada, input: { id } }), {
    fires: {},
  }),
  [`${at}/dismiss-duplicate.ts#dismissPossibleDuplicate`]: {
    fires: {},
    async play({ ada, house, target }) {
      const [one, other] = [await target(), await target()];
      const near = { id: other.id, name: other.name, separationArcsec: 1, reason: "position" } as const;
      await notePossibleDuplicates(house, one.id, [near]);
      return () => dismissPossibleDuplicate({ ctx: ada, input: { id: one.id, otherId: other.id } });
    },
  },
  "lib/targets/possible-duplicates.ts#notePossibleDuplicates": {
    fires: {},
    async play({ house, target }) {
      const [one, other] = [await target(), await target()];
      const near = { id: other.id, name: other.name, separationArcsec: 1, reason: "position" } as const;
      return () => notePossibleDuplicates(house, one.id, [near]);
    },
  },
  [`${at}/comments.ts#addComment`]: onTarget(
    ({ ada }, targetId) => addComment({ ctx: ada, input: { targetId, ...body } }),
    { fires: comments },
  ),
  [`${at}/comments.ts#editComment`]: {
    fires: comments,
    again: true,
    async play({ ada, target }) {
      const { id } = await addComment({ ctx: ada, input: { targetId: (await target()).id, ...body } });
      return () => editComment({ ctx: ada, input: { id, body: "It fades." } });
    },
  },
  [`${at}/comments.ts#deleteComment`]: {
    fires: {},
    async play({ ada, target }) {
      const { id } = await addComment({ ctx: ada, input: { targetId: (await target()).id, ...body } });
      return () => deleteComment({ ctx: ada, input: { id } });
    },
  },
};
