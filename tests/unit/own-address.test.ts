import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "@/lib/access/context";
import { requireUser } from "@/lib/access/policy";
import { getMe } from "@/lib/access/queries/me";
import { systemScope } from "@/lib/access/scope";
import { askForAddress, confirmAddress } from "@/lib/mail/commands/confirm-address";
import { listMails } from "@/lib/mail/queries/list-mails";
import { readClaim } from "@/lib/mail/queries/read-claim";
import { addressProofs } from "@/lib/web/address-proofs";
import { createSecrets } from "@/lib/web/secrets";
import { createObservationBed, type ObservationBed } from "@/tests/support/observation-bed";

/** Nobody can have this installation write to strangers. */

const proofsOf = (secret: string) => addressProofs(createSecrets(secret));
const proofs = proofsOf("the secret of this installation");
const origin = "https://tom.example.org";
let bed: ObservationBed;
let ada: Context;
beforeEach(async () => {
  bed = await createObservationBed();
  ada = await bed.person("ada");
});
afterEach(() => bed.destroy());

const ask = (email: string, ctx = ada) => askForAddress({ ctx, proofs, input: { email }, origin });
const mailed = async () => (await listMails(bed.database.read, systemScope("test"), { limit: 50 })).items;
const addressOf = async (ctx: Context) => (await getMe(bed.database.read, requireUser(ctx.actor))).user.email;

/** The proof in the newest mail. */
async function proof(): Promise<string> {
  const link = /https:\S+/.exec((await mailed())[0]?.body ?? "")?.[0] ?? "";
  expect(link).toMatch(/^https:\/\/tom\.example\.org\/profile\/address\?proof=/);
  return new URL(link).searchParams.get("proof") ?? "";
}

const confirm = (given: string, ctx = ada) => confirmAddress({ ctx, proofs, input: { proof: given } });
const refused = { code: "INVALID_INPUT", fieldErrors: { proof: [expect.any(String)] } };

describe("a person's own address", () => {
  it("is hers when she opened the link that was mailed there, and not before", async () => {
    expect(await ask("ada@example.org")).toEqual({ stored: false });
    expect(await addressOf(ada)).toBeNull();
    expect((await mailed()).map(({ to }) => to)).toEqual(["ada@example.org"]);
    const given = await proof();
    expect(readClaim(ada, proofs, given)?.email).toBe("ada@example.org");
    expect(await confirm(given)).toEqual({ email: "ada@example.org" });
    expect(await addressOf(ada)).toBe("ada@example.org");
    await expect(confirm(given)).rejects.toMatchObject(refused);
  });

  it("cannot be proved by somebody else, with another text, by another installation, or a day later", async () => {
    await ask("ada@example.org");
    const given = await proof();
    const ben = await bed.person("ben");
    await expect(confirm(given, ben)).rejects.toMatchObject(refused);
    const [claim = "", signature = ""] = given.split(".");
    const told = JSON.parse(Buffer.from(claim, "base64url").toString()) as object;
    const other = Buffer.from(JSON.stringify({ ...told, email: "stranger@example.org" })).toString("base64url");
    for (const forged of [`${other}.${signature}`, claim, `${claim}.`, "", `${given}.x`, `${claim}.${"a".repeat(64)}`])
      await expect(confirm(forged)).rejects.toMatchObject(refused);
    await expect(
      confirmAddress({ ctx: ada, proofs: proofsOf("another"), input: { proof: given } }),
    ).rejects.toMatchObject(refused);
    const late = { ...ada, clock: { now: () => new Date(ada.clock.now().getTime() + 25 * 3600 * 1000) } };
    await expect(confirm(given, late)).rejects.toMatchObject(refused);
    expect(await addressOf(ada)).toBeNull();
  });

  it("is asked for five times an hour at most, so that nobody's box is filled", async () => {
    for (let at = 0; at < 5; at += 1) await ask(`stranger-${at}@example.org`);
    await expect(ask("stranger-5@example.org")).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
    expect(await mailed()).toHaveLength(5);
    expect(await ask("ben@example.org", await bed.person("ben"))).toEqual({ stored: false });
  });

  it("is taken away at once, and nothing that is no address is mailed to", async () => {
    await ask("ada@example.org");
    await confirm(await proof());
    expect(await ask("")).toEqual({ stored: true });
    expect(await addressOf(ada)).toBeNull();
    await expect(ask("ada at home")).rejects.toThrow("This is not an e-mail address.");
    expect(await mailed()).toHaveLength(1);
  });
});
