import { afterEach, beforeEach, expect, vi } from "vitest";

// What nobody expects on the console is a finding: the code logs through its logger, and a library that warns is wrong
// or wrongly used. A test that expects output spies on the console itself.
const channels = ["debug", "info", "log", "warn", "error"] as const;

beforeEach(() => {
  for (const channel of channels) vi.spyOn(console, channel);
});

afterEach(() => {
  const said = channels.flatMap((channel) => {
    const method = console[channel];
    return vi.isMockFunction(method) ? method.mock.calls.map((values) => `${channel}: ${values.join(" ")}`) : [];
  });
  vi.restoreAllMocks();
  expect(said, "unexpected console output").toEqual([]);
});
