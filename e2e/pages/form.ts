import { expect, type Locator, type Page } from "@playwright/test";

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

type Place = Page | Locator;

/** The control with this label; an optional field says so inside its label. */
export const field = (place: Place, label: string): Locator =>
  place.getByLabel(new RegExp(`^${literal(label)}\\s*(optional)?$`));

export const button = (place: Place, name: string): Locator => place.getByRole("button", { name, exact: true });

/** What stands under a field: the field is marked, and says why to everybody. */
export async function expectFieldError(control: Locator, message: RegExp): Promise<void> {
  await expect(control).toHaveAttribute("aria-invalid", "true");
  await expect(control).toHaveAccessibleDescription(message);
}

/** How the text of a field is read, said under it at once. */
export async function expectUnderstood(control: Locator, reading: RegExp): Promise<void> {
  const id = await control.getAttribute("id");
  await expect(control.page().locator(`output[for="${id}"]`)).toHaveText(reading);
}

/** A sentence that comes and goes after something was done. */
export const toast = (page: Page, text: string | RegExp): Locator => page.getByRole("status").filter({ hasText: text });

/** The dialog that asks for a name before something is gone for good. */
export async function deleteByName(page: Page, kind: string, name: string): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: "Delete", exact: true }).first().click();
  const dialog = page.getByRole("dialog", { name: `Delete ${kind} ${name}?` });
  await expect(button(dialog, "Delete for good")).toBeDisabled();
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name.slice(0, -1));
  await expect(button(dialog, "Delete for good")).toBeDisabled();
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name);
  await button(dialog, "Delete for good").click();
}
