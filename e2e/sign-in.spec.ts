import { demoPassword } from "./fixtures/demo";
import { expect, test } from "./fixtures/test";

// The one place where people sign in by hand; everywhere else the fixture does it by cookie.
test("a person signs in by name and password, lands where she was going, and signs out", async ({ page }) => {
  await page.goto("/profile");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("Name").fill("demo");
  await page.getByLabel("Password").fill(demoPassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/profile$/);
  await page.goto("/sign-out");
  await page
    .getByRole("main")
    .getByRole("button", { name: /sign out/i })
    .click();
  await expect(page).not.toHaveURL(/\/sign-out/);
  await page.goto("/profile");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a wrong password says so and does not say which of the two was wrong", async ({ page, expectAccessible }) => {
  await page.goto("/sign-in");
  await page.getByLabel("Name").fill("nobody-of-that-name");
  await page.getByLabel("Password").fill("not-the-password-either");
  await page.getByRole("button", { name: "Sign in" }).click();
  const alert = page.getByRole("alert").filter({ hasText: /./ });
  await expect(alert.first()).toBeVisible();
  await expect(alert.first()).not.toContainText(/no such|unknown (user|name)/i);
  await expectAccessible();
});
