import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { TomConfig } from "@/lib/config/types";
import { testConfig } from "@/lib/targets/testing";
import { layoutOf } from "./layout";

const withExtra = (declared: boolean): TomConfig => ({
  ...testConfig,
  targets: {
    ...testConfig.targets,
    extraFields: { ...testConfig.targets.extraFields, ...(declared ? { redshift: z.number() } : {}) },
  },
});
const exported = ["name", "ra", "dec", "redshift", "classification", "groups"];

describe("the columns of a file of targets", () => {
  it("may hold an export's redshift and classification: they are left out, and the page says why", () => {
    const { columns, warnings } = layoutOf(exported, withExtra(false));
    expect(columns.slice(3)).toEqual([null, null, { is: "list", column: "groups" }]);
    expect(warnings.join(" ")).toMatch(/redshift is left out: it is a dated entry.*classification is left out/);
  });

  it("are an extra where one is declared under the name and the file has no other column for it", () => {
    const config = withExtra(true);
    expect(layoutOf(exported, config).columns[3]).toMatchObject({ is: "extra", key: "redshift" });
    const both = layoutOf([...exported, "extra_redshift"], config).columns;
    expect([both[3], both.at(-1)]).toMatchObject([null, { is: "extra", key: "redshift" }]);
  });
});
