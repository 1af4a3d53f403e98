import { expect, type Locator, type Page } from "@playwright/test";
import { button, field } from "./form";

/** The form of a new target, or of one that is changed. */
export class TargetForm {
  readonly form: Locator;
  constructor(private readonly page: Page) {
    this.form = page.getByRole("form", { name: /^(New|Edit) target$/ });
  }

  async openNew(query = ""): Promise<void> {
    await this.page.goto(`/targets/new${query}`);
    await expect(this.form).toBeVisible();
  }

  async openEdit(id: string): Promise<void> {
    await this.page.goto(`/targets/${id}/edit`);
    await expect(this.form).toBeVisible();
    // What is typed before the page listens would stand beside what the form fills in.
    await this.page.waitForLoadState("networkidle");
  }

  field(label: string): Locator {
    return field(this.form, label);
  }

  async fill(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(values)) await this.field(label).fill(text);
  }

  choose(name: string): Locator {
    return this.form.getByRole("radio", { name });
  }

  /** What is known already under one of the names, or close by. */
  get warning(): Locator {
    return this.form.getByRole("status").filter({ hasText: /is already the target|It may be the same object/ });
  }

  get whoWillSee(): Locator {
    return this.form.getByRole("status").filter({ hasText: "will see it" });
  }

  async create(): Promise<void> {
    await button(this.form, "Create target").click();
  }

  async save(): Promise<void> {
    await button(this.form, "Save").click();
  }

  async expectSaved(name: string): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1, name, exact: true })).toBeVisible();
    await expect(this.page).toHaveURL(/\/targets\/[0-9a-f-]{36}$/);
  }
}
