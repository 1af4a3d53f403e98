import { signInAt } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { button, expectFieldError, field, toast } from "../pages/form";
import { newPassword, People } from "../pages/people";

test("a token is shown once, works within its scope, and works no more when it is revoked", async ({
  page,
  request,
  signIn,
  unique,
  expectAccessible,
}) => {
  await signIn("observer");
  await page.goto("/profile");
  const name = unique("Nightly script");
  const form = page.getByRole("form", { name: "New token" });
  await field(form, "What it is for").fill(name);
  await button(form, "Create token").click();
  const token = (await form.getByRole("status").locator("code").textContent()) ?? "";
  expect(token.length).toBeGreaterThan(20);
  await expectAccessible();

  const headers = { Authorization: `Bearer ${token}` };
  const me = await request.get("/api/v1/me", { headers });
  expect(await me.json()).toMatchObject({ user: { username: "observer" }, token: { scope: "read" } });
  const refused = await request.post("/api/v1/targets", {
    headers,
    data: { name, type: "SIDEREAL", raDeg: 1, decDeg: 1 },
  });
  expect(refused.status()).toBe(403);

  await page.reload();
  const row = page.getByRole("table", { name: "Your API tokens" }).getByRole("row").filter({ hasText: name });
  await expect(row).toContainText("read");
  await expect(page.getByRole("main")).not.toContainText(token);
  await button(row, "Revoke").click();
  await expect(toast(page, "The token works no more.")).toBeVisible();
  await expect(row).toHaveCount(0);
  expect((await request.get("/api/v1/me", { headers })).status()).toBe(401);
});

test("two tokens of one name are told apart by their beginnings, and one of them is revoked", async ({
  page,
  signIn,
  unique,
  expectAccessible,
}) => {
  await signIn("observer");
  await page.goto("/profile");
  const name = unique("Command line");
  const form = page.getByRole("form", { name: "New token" });
  for (const made of [1, 2]) {
    await field(form, "What it is for").fill(name);
    await button(form, "Create token").click();
    await expect(page.getByRole("form", { name: `Revoke the token ${name}` })).toHaveCount(made);
  }
  await expectAccessible();
  const revoking = page.getByRole("form", { name: `Revoke the token ${name}` });
  const labels = await revoking.evaluateAll((forms) => forms.map((one) => one.getAttribute("aria-label")));
  expect(new Set(labels).size).toBe(2);
  await button(page.getByRole("form", { name: labels[0] ?? "" }), "Revoke").click();
  await expect(revoking).toHaveCount(1);
  await expect(revoking).toHaveAttribute("aria-label", labels[1] ?? "");
});

test("a changed password ends the other sessions, and only it signs in", async ({
  page,
  context,
  request,
  baseURL,
  signIn,
  unique,
}) => {
  await signIn();
  const origin = baseURL ?? "";
  const { username } = await new People(page).createAccount(unique("forgetful").replace(/\W+/g, "-"));
  const elsewhere = await signInAt(origin, username, newPassword);
  await context.clearCookies();
  await context.addCookies(await signInAt(origin, username, newPassword));
  await page.goto("/profile");
  const form = page.getByRole("form", { name: "Change password" });
  const fill = async (current: string, next: string, again: string) => {
    await field(form, "Current password").fill(current);
    await field(form, "New password").fill(next);
    await field(form, "New password again").fill(again);
    await button(form, "Change password").click();
  };
  const next = `${newPassword}-and-later`;
  await fill(newPassword, next, `${next}?`);
  await expectFieldError(field(form, "New password again"), /./);
  await fill("not-the-password-at-all", next, next);
  await expectFieldError(field(form, "Current password"), /./);
  await fill(newPassword, next, next);
  await expect(toast(page, "The password is changed.")).toBeVisible();
  await expect(field(form, "New password")).toHaveValue("");

  const cookie = elsewhere.map(({ name, value }) => `${name}=${value}`).join("; ");
  expect((await request.get("/api/v1/me", { headers: { cookie } })).status()).toBe(401);
  await page.reload();
  await expect(page.getByRole("region", { name: "Account" })).toContainText(username);
  await signInAt(origin, username, next);
});

test("the theme that is chosen holds at once and on every page after", async ({ page, signIn }) => {
  await signIn("observer");
  await page.goto("/profile");
  const themes = page.getByRole("region", { name: "Theme" });
  await button(themes, "Night").click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "night");
  await page.goto("/targets");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "night");
  await page.goto("/profile");
  await expect(button(themes, "Night")).toHaveAttribute("aria-pressed", "true");
});

test("another session is ended from the profile", async ({ page, context, request, baseURL, signIn, unique }) => {
  await signIn();
  const origin = baseURL ?? "";
  const { username } = await new People(page).createAccount(unique("twice").replace(/\W+/g, "-"));
  const elsewhere = await signInAt(origin, username, newPassword);
  await context.clearCookies();
  await context.addCookies(await signInAt(origin, username, newPassword));
  await page.goto("/profile");
  const table = page.getByRole("table", { name: "Your sessions" });
  await expect(table.getByText("This browser")).toHaveCount(1);
  await button(table, "End").click();
  await expect(toast(page, "The session has ended.")).toBeVisible();
  const cookie = elsewhere.map(({ name, value }) => `${name}=${value}`).join("; ");
  expect((await request.get("/api/v1/me", { headers: { cookie } })).status()).toBe(401);
  await button(page, "Sign out everywhere").click();
  await expect(page).toHaveURL(/\/sign-in|\/$/);
  await page.goto("/profile");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a new e-mail address is one's own when the link that is mailed to it was opened", async ({
  page,
  context,
  baseURL,
  signIn,
  unique,
  apiOf,
  expectAccessible,
}) => {
  await signIn();
  const { username } = await new People(page).createAccount(unique("reachable").replace(/\W+/g, "-"));
  const address = `${username.toLowerCase()}@example.org`;
  await context.clearCookies();
  await context.addCookies(await signInAt(baseURL ?? "", username, newPassword));
  await page.goto("/profile");
  const form = page.getByRole("form", { name: "E-mail address" });
  await field(form, "E-mail").fill(address);
  await button(form, "Store").click();
  await expect(toast(page, /A link was mailed/)).toBeVisible();
  await page.reload();
  await expect(field(form, "E-mail")).not.toHaveValue(address);
  const { items } = await (await apiOf()).get<{ items: { body: string }[] }>(`/api/v1/mails?to=${address}`);
  const link = /https?:\/\/\S+/.exec(items[0]?.body ?? "")?.[0] ?? "";
  await page.goto(link);
  await expect(page.getByRole("main")).toContainText(address);
  await expectAccessible();
  await button(page, "This is my address").click();
  await expect(page).toHaveURL(/\/profile$/);
  await expect(field(form, "E-mail")).toHaveValue(address);
  await page.goto(link);
  await expect(page.getByRole("main")).toContainText("too old, was used");
});
