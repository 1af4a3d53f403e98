import { describe, expect, it } from "vitest";
import * as z from "zod";
import { parametersFromText } from "../contract-form";
import { facilityContractSuite } from "../contract-suite";
import { manual } from "./index";

facilityContractSuite("manual", {
  entry: () => manual(),
  parameters: { telescope: "NTT", exposureS: 0, exposureCount: 3, note: "Cirrus" },
});

describe("the manual facility", () => {
  it("has the states of every telescope, three of them the end, two of those without a result", () => {
    const { states } = manual().manifest;
    expect(states.map(({ id }) => id)).toEqual([
      "PENDING",
      "SCHEDULED",
      "IN_PROGRESS",
      "COMPLETED",
      "FAILED",
      "CANCELED",
    ]);
    expect(states.filter(({ terminal }) => terminal).map(({ id }) => id)).toEqual(["COMPLETED", "FAILED", "CANCELED"]);
    expect(states.filter(({ failed }) => failed).map(({ id }) => id)).toEqual(["FAILED", "CANCELED"]);
  });

  it("shows the parameters of the config as fields, with label, unit and range", () => {
    const { form } = manual({
      parameters: {
        mode: z.enum(["imaging", "spectroscopy"]).meta({ label: "Mode" }),
        exposureS: z.number().min(1).max(600).optional().meta({ label: "Exposure", unit: "s" }),
        notBefore: z.iso.datetime().optional().meta({ label: "Not before" }),
        guided: z.boolean().optional(),
        note: z.string().max(50).optional().meta({ lines: true }),
      },
    });
    expect(form.fields).toEqual([
      { name: "mode", label: "Mode", required: true, kind: "select", choices: ["imaging", "spectroscopy"] },
      { name: "exposureS", label: "Exposure", unit: "s", required: false, kind: "number", min: 1, max: 600 },
      { name: "notBefore", label: "Not before", required: false, kind: "time" },
      { name: "guided", label: "guided", required: false, kind: "checkbox" },
      { name: "note", label: "note", required: false, kind: "long-text", maxLength: 50 },
    ]);
  });

  it("reads a form's texts by the kinds of its fields, and says on the field what is wrong", () => {
    const { form } = manual({
      parameters: { exposureS: z.number().min(1).optional(), at: z.iso.datetime().optional(), guided: z.boolean() },
    });
    const typed = { exposureS: "120", at: "2026-11-28 10:00", guided: "true", dome: "2", empty: " " };
    expect(form.parse(parametersFromText(form.fields, typed))).toEqual({
      exposureS: 120,
      at: "2026-11-28T10:00:00.000Z",
      guided: true,
      dome: "2",
    });
    const wrong = () => form.parse(parametersFromText(form.fields, { exposureS: "long", at: "tonight" }));
    expect(wrong).toThrow();
    try {
      wrong();
    } catch (error) {
      expect(error).toMatchObject({ fieldErrors: { exposureS: ["must be a number"], guided: ["is needed"] } });
    }
  });

  it("refuses a config with a parameter that no field fits, and keeps texts that nobody declared", () => {
    expect(() => manual({ parameters: { when: z.date() } })).toThrow(/'when'/);
    expect(manual().form.parse({ seeingArcsec: 0.8, remark: "" })).toEqual({ seeingArcsec: 0.8, remark: "" });
    expect(() => manual().form.parse({ deep: { er: 1 } })).toThrow(/must be a text, a number, true or false/);
  });

  it("leads to the observatory's page where the config says how", () => {
    const { connect } = manual({ observationUrl: "https://log.example.org/{observationId}" });
    const facility = connect({} as Parameters<typeof connect>[0]);
    expect(facility.observationUrl?.("ab/1")).toBe("https://log.example.org/ab%2F1");
  });
});
