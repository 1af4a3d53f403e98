import { signInAt } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { button, deleteByName, expectFieldError, field, toast } from "../pages/form";
import { newPassword, People } from "../pages/people";

const nameOf = (words: string): string => words.replace(/\W+/g, "-");

test("an administrator makes a group and an account, a manager of the group adds a member", async ({
  page,
  context,
  baseURL,
  signIn,
  unique,
}) => {
  await signIn();
  const people = new People(page);
  const group = unique("Spectroscopy");
  const groupAddress = await people.createGroup(group);
  const manager = await people.createAccount(nameOf(unique("manager")), [group]);
  await page.goto(groupAddress);
  await button(people.member(manager.username), "Make manager").click();
  await expect(toast(page, `${manager.username} is manager now.`)).toBeVisible();
  await expect(button(people.member(manager.username), "Make member")).toBeVisible();

  await context.clearCookies();
  await context.addCookies(await signInAt(baseURL ?? "", manager.username, newPassword));
  await page.goto(groupAddress);
  await people.addMember("visitor", "Member");
  await expect(page.getByRole("button", { name: "Delete" })).toHaveCount(0);
  await button(people.member("visitor"), "Remove").click();
  await expect(people.member("visitor")).toHaveCount(0);

  await context.clearCookies();
  await signIn();
  await page.goto(groupAddress);
  await deleteByName(page, "group", group);
  await expect(page).toHaveURL(/\/people\/groups$/);
  await expect(page.getByRole("table", { name: "Groups" })).not.toContainText(group);
});

test("a name that is taken and a short password are said at their fields", async ({ page, signIn }) => {
  await signIn();
  await page.goto("/people/new");
  const form = page.getByRole("form", { name: "New account" });
  await field(form, "Name").fill("observer");
  await field(form, "Password").fill("short");
  await button(form, "Create account").click();
  await expectFieldError(field(form, "Password"), /./);
  await field(form, "Password").fill(newPassword);
  await button(form, "Create account").click();
  await expectFieldError(field(form, "Name"), /./);
  await expect(field(form, "Name")).toBeFocused();
  await expect(field(form, "Name")).toHaveValue("observer");
});

test("disabling an account ends its sessions and tokens at once, enabling lets it sign in again", async ({
  page,
  browser,
  baseURL,
  signIn,
  unique,
}) => {
  await signIn();
  const people = new People(page);
  const account = await people.createAccount(nameOf(unique("leaving")));
  const origin = baseURL ?? "";
  const other = await browser.newContext({ baseURL: origin });
  await other.addCookies(await signInAt(origin, account.username, newPassword));
  const theirs = await other.newPage();
  await theirs.goto("/profile");
  await expect(theirs.getByRole("region", { name: "Account" })).toContainText(account.username);

  await button(page, "Disable account").click();
  await expect(toast(page, "The account is disabled.")).toBeVisible();
  expect((await other.request.get("/api/v1/me")).status()).toBe(401);
  await theirs.reload();
  await expect(theirs).toHaveURL(/\/sign-in/);
  await theirs.getByLabel("Name").fill(account.username);
  await theirs.getByLabel("Password").fill(newPassword);
  await button(theirs, "Sign in").click();
  await expect(theirs.getByRole("alert").filter({ hasText: /./ }).first()).not.toContainText(/disabled/i);
  await expect(theirs).toHaveURL(/\/sign-in/);

  await button(page, "Enable account").click();
  await expect(toast(page, "The account is enabled.")).toBeVisible();
  await signInAt(origin, account.username, newPassword);
  await other.close();
});

test("a change of role ends the sessions of the account", async ({ page, request, baseURL, signIn, unique }) => {
  await signIn();
  const account = await new People(page).createAccount(nameOf(unique("rising")));
  const cookies = await signInAt(baseURL ?? "", account.username, newPassword);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  expect((await request.get("/api/v1/me", { headers: { cookie } })).status()).toBe(200);
  await button(page, "Make administrator").click();
  await expect(toast(page, "The role is changed.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText("Administrator");
  expect((await request.get("/api/v1/me", { headers: { cookie } })).status()).toBe(401);
});

test("members see those they share a group with, and no way to change anything", async ({ page, signIn }) => {
  await signIn("observer");
  await page.goto("/people");
  const table = page.getByRole("table", { name: "People" });
  await expect(table).toContainText("demo");
  await expect(table).not.toContainText("visitor");
  await expect(page.getByRole("link", { name: "New account" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Audit" })).toHaveCount(0);
});
