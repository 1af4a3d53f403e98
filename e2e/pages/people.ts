import { expect, type Page } from "@playwright/test";
import { button, field } from "./form";

export const newPassword = "quiet-meridian-at-dawn-77";

export type Account = { username: string; address: string };

/** The room where administrators look after accounts and groups. */
export class People {
  constructor(private readonly page: Page) {}

  async createAccount(username: string, groups: readonly string[] = []): Promise<Account> {
    await this.page.goto("/people/new");
    const form = this.page.getByRole("form", { name: "New account" });
    await field(form, "Name").fill(username);
    await field(form, "Password").fill(newPassword);
    for (const group of groups) await form.getByRole("checkbox", { name: group }).check();
    await button(form, "Create account").click();
    await expect(this.page.getByRole("heading", { level: 1, name: username })).toBeVisible();
    return { username, address: this.page.url() };
  }

  async createGroup(name: string): Promise<string> {
    await this.page.goto("/people/groups");
    const form = this.page.getByRole("form", { name: "New group" });
    await field(form, "Name").fill(name);
    await button(form, "Create group").click();
    await expect(this.page.getByRole("heading", { level: 1, name })).toBeVisible();
    return this.page.url();
  }

  member(username: string) {
    return this.page
      .getByRole("table", { name: /^Members of/ })
      .getByRole("row")
      .filter({ hasText: username });
  }

  async addMember(username: string, as: "Member" | "Manager"): Promise<void> {
    const form = this.page.getByRole("form", { name: "Add a member" });
    await field(form, "Name of the account").fill(username);
    await field(form, "As").selectOption({ label: as });
    await button(form, "Add member").click();
    await expect(this.member(username)).toBeVisible();
  }
}
