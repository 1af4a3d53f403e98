import { afterEach, describe, expect, it } from "vitest";
import { letOthersGoFirst, letOthersWork } from "./let-others-work";
import { requestBegins } from "./waiting-requests";

const rounds = 5;

/** A request that takes some rounds of the event loop; notes its end in `log`. */
async function request(log: string[]): Promise<void> {
  const ends = requestBegins();
  for (let round = 0; round < rounds; round += 1) await letOthersWork();
  log.push("answered");
  ends();
}

const open: (() => void)[] = [];
afterEach(() => {
  for (const ends of open.splice(0)) ends();
});

describe("work in the background", () => {
  it("goes on after a request that somebody waits for", async () => {
    const log: string[] = [];
    await Promise.all([request(log), letOthersGoFirst(20).then(() => log.push("background"))]);
    expect(log).toEqual(["answered", "background"]);
  });

  it("goes on at once where nobody waits, whatever it took", async () => {
    const log: string[] = [];
    const others = (async () => {
      for (let round = 0; round < rounds; round += 1) await letOthersWork();
      log.push("others");
    })();
    await Promise.all([others, letOthersGoFirst(50).then(() => log.push("background"))]);
    expect(log).toEqual(["background", "others"]);
  });

  it("goes on while somebody waits all the time", async () => {
    open.push(requestBegins());
    for (let piece = 0; piece < 3; piece += 1) await letOthersGoFirst(1);
  });
});
