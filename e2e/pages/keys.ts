import { expect, type Locator, type Page } from "@playwright/test";

/** Presses a key until it is answered: a page can be read before it listens to keys. */
export async function pressUntil(page: Page, key: string, answer: Locator): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key);
    await expect(answer).toBeVisible({ timeout: 1_000 });
  }).toPass();
}
