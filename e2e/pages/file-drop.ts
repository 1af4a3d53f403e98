import { expect, type Page } from "@playwright/test";

/** Lets go of a file over the place for files, as a mouse would, once the page listens. */
export async function drop(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, bytes]) => {
      const data = new DataTransfer();
      const whole = Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0));
      data.items.add(new File([whole], fileName));
      return data;
    },
    [name, Buffer.from(content).toString("base64")] as const,
  );
  const place = page.getByText(/Drop files here/);
  await expect(async () => {
    await place.dispatchEvent("dragover", { dataTransfer: transfer });
    await place.dispatchEvent("drop", { dataTransfer: transfer });
    await expect(page.getByRole("list", { name: "Uploads" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
}
