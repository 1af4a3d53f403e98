import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "@/lib/access/context";
import { createTarget } from "@/lib/targets/commands/create-target";
import { addGroup, addUser } from "@/lib/targets/testing";
import { anObservation, createHookBed, type HookBed } from "@/tests/support/hook-bed";
import { emailOnCompleted } from "./names";

let bed: HookBed;
afterEach(() => bed.destroy());

describe("emailOnCompleted", () => {
  beforeEach(async () => {
    bed = await createHookBed({
      observation_change_state: [
        emailOnCompleted({ states: ["COMPLETED"], to: "ada@example.org", subject: "{target} is {status}" }),
      ],
    });
  });

  it("sends a mail when an observation is completed, and none when it is anything else", async () => {
    const observation = anObservation({ status: "PENDING" });
    await bed.fire("observation_change_state", { observation, previousStatus: null });
    expect(bed.mails).toHaveLength(0);

    const completed = { ...observation, status: "COMPLETED" };
    const [run] = await bed.fire("observation_change_state", { observation: completed, previousStatus: "PENDING" });
    expect(run).toMatchObject({ status: "done", attempts: 1, output: { mails: 1 } });
    expect(bed.mails).toHaveLength(1);
    expect(bed.mails[0]?.to).toEqual(["ada@example.org"]);
    expect(bed.mails[0]?.header("Subject")).toBe("SN 2020oi is COMPLETED");
    expect(bed.mails[0]?.body).toContain(`https://tom.example.org/observations/${observation.id}`);
  });
});

describe("emailOnCompleted without an address", () => {
  let people: Record<"ada" | "ben" | "cleo" | "dan", Context>;

  beforeEach(async () => {
    bed = await createHookBed({
      observation_change_state: [emailOnCompleted({ states: ["COMPLETED"], from: "Night watch <watch@example.org>" })],
    });
    const add = (name: string) => addUser(bed.database, name);
    people = { ada: await add("ada"), ben: await add("ben"), cleo: await add("cleo"), dan: await add("dan") };
    // Dan has no address.
    await bed.database.write((tx) =>
      tx.run("UPDATE users SET email = username || '@example.org' WHERE username <> 'dan'"),
    );
  });

  const mailed = async (targetId: string): Promise<string[]> => {
    const observation = anObservation({ targetId });
    const payload = { observation, previousStatus: "PENDING" };
    const [run] = await bed.fire("observation_change_state", payload, { targetId });
    expect(run?.status).toBe("done");
    return bed.mails.flatMap((mail) => mail.to).sort();
  };

  it("mails the people of the target's groups, each once and alone, and not those who merely may see it", async () => {
    const { ada, ben, cleo, dan } = people;
    const groups = [
      await addGroup(bed.database, "Supernovae", [ada, ben, dan]),
      await addGroup(bed.database, "LSST", [ben]),
    ];
    await addUser(bed.database, "root", "admin");
    const target = await createTarget({
      ctx: ada,
      input: { name: "Shared", visibility: "public", raDeg: 1, decDeg: 2, groups: [groups[0]?.id ?? ""] },
    });
    await bed.database.write((tx) =>
      tx.run(`INSERT INTO target_grants (target_pk, principal_kind, principal_pk, can_change, can_delete, is_creator, created_at)
        SELECT t.pk, 'group', g.pk, 1, 0, 0, '' FROM targets t, groups g WHERE g.name = 'LSST'`),
    );
    expect(cleo.scope.kind).toBe("user");
    expect(await mailed(target.id)).toEqual(["ada@example.org", "ben@example.org"]);
    expect(bed.mails.map((mail) => mail.to.length)).toEqual([1, 1]);
    expect(bed.mails[0]).toMatchObject({ from: "watch@example.org" });
  });

  it("mails those it is shared with by name where it has no group, and says so where there is nobody", async () => {
    const { cleo, dan } = people;
    const input = { type: "SIDEREAL", visibility: "private", raDeg: 1, decDeg: 2 } as const;
    const hers = await createTarget({ ctx: cleo, input: { ...input, name: "Hers" } });
    expect(await mailed(hers.id)).toEqual(["cleo@example.org"]);
    const his = await createTarget({ ctx: dan, input: { ...input, name: "His" } });
    const observation = anObservation({ targetId: his.id });
    const [run] = await bed.fire(
      "observation_change_state",
      { observation, previousStatus: null },
      { targetId: his.id },
    );
    expect(run).toMatchObject({ status: "done", output: { mails: 0 } });
    expect(JSON.stringify(run?.logs)).toContain("Nobody to write to");
    expect(bed.mails).toHaveLength(1);
  });
});
