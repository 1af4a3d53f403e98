import { expect, type Locator, type Page } from "@playwright/test";
import { button, field } from "./form";

/** The form of a saved query, new or to be changed. */
export class QueryForm {
  readonly form: Locator;
  constructor(private readonly page: Page) {
    this.form = page.getByRole("form", { name: "Query" });
  }

  async open(): Promise<void> {
    await this.page.goto("/alerts/queries/new?broker=alerce");
    await expect(this.field("Query name")).toBeVisible();
  }

  field(label: string): Locator {
    return field(this.form, label);
  }

  /** Fills a field in as a person does: typed, or chosen from its list. */
  async answer(label: string, text: string): Promise<void> {
    const control = this.field(label);
    const isList = await control.evaluate((element) => element.tagName === "SELECT");
    await (isList ? control.selectOption(text) : control.fill(text));
  }

  async useExample(label: string): Promise<void> {
    await button(this.form, label).click();
  }

  /** The parameters as they will be sent. */
  get asked(): Locator {
    return this.form.locator("section", { has: this.page.getByRole("heading", { name: "What will be asked" }) });
  }

  async save(): Promise<void> {
    await button(this.form, "Save").click();
  }

  async saveAndRun(): Promise<void> {
    await button(this.form, "Save and run").click();
  }
}
