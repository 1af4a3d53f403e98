import { expect, type Page } from "@playwright/test";
import { groupIdOf, newTarget, type Target } from "../fixtures/arrange";
import type { Api } from "../fixtures/people";
import { button, field, toast } from "./form";

const team = "Supernova team";

/** Makes, on the pages, a member of the demo's team who can be written to. */
export async function newObserver(
  page: Page,
  origin: string,
  { name, email }: { name: string; email: string },
): Promise<void> {
  await page.goto(`${origin}/people/new`);
  const account = page.getByRole("form", { name: "New account" });
  await field(account, "Name").fill(name);
  await field(account, "E-mail").fill(email);
  await field(account, "Password").fill("quiet-meridian-at-dawn-77");
  await account.getByRole("checkbox", { name: team }).check();
  await button(account, "Create account").click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** A target of the team with an observation that is PENDING. */
export async function newObservation(api: Api, name: string): Promise<{ target: Target; id: string }> {
  const target = await newTarget(api, { name, groups: [await groupIdOf(api, team)] });
  const { id } = await api.post<{ id: string }>("/api/v1/observations", {
    targetId: target.id,
    facilityId: "manual",
  });
  return { target, id };
}

/** Says on the administration page, which must be open, that an observation is completed. */
export async function completeOnAdministrationPage(page: Page, targetName: string): Promise<void> {
  const state = page.getByRole("form", { name: `State of ${targetName}, Manual` });
  await state.getByRole("combobox").selectOption("COMPLETED");
  await button(state, "Change state").click();
  await expect(toast(page, "Now completed.")).toBeVisible();
}
