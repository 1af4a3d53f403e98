import { describe, expect, it } from "vitest";
import { archivedAlert, targetAlert, toGenericAlert } from "./mapping";
import { eventAlert } from "./notices";
import * as remote from "./remote";

/** Replies that no recording has, and Hermes may send tomorrow. */

describe("a message of Hermes", () => {
  it.each([true, "true", "True", 1])("is retracted where that is written as %j", (retracted) => {
    expect(remote.message.parse({ uuid: "a-1", retracted }).retracted).toBe(true);
    const metadata = { topic: "ours", timestamp: 1, headers: { _id: "a-1" } };
    expect(archivedAlert(remote.archived.parse({ metadata, annotations: { retracted } }))?.isRetracted).toBe(true);
  });
});

describe("a notice of Hermes", () => {
  it("may have its content as the one element of a list", () => {
    const data = { superevent_id: "S190425z", alert_type: "UPDATE" };
    for (const written of [data, [data]]) expect(remote.sequence.parse({ id: 1, data: written }).data).toEqual(data);
    expect(remote.sequence.parse({ id: 1, data: [] }).data).toBeNull();
  });
});

describe("an event of Hermes", () => {
  const retraction = { sequence_number: 3, sequence_type: "RETRACTION", message: { id: 13, uuid: "c" }, data: null };
  const initial = { sequence_number: 2, sequence_type: "INITIAL", message: { id: 12, uuid: "b" }, data: {} };

  it.each([
    ["the oldest first", [initial, retraction]],
    ["the newest first", [retraction, initial]],
  ])("whose notices tell no time stands as its highest number says: %s", (_, sequences) => {
    const alert = eventAlert(remote.event.parse({ event_id: "S190518bb", sequences, references: [] }));
    expect(toGenericAlert(alert)).toMatchObject({ timestamp: null, score: 1 });
  });

  it("is dated by the message that published it, in either form of ISO", () => {
    for (const published of ["2019-05-18T20:18:56.123456", "2019-05-18T20:18:56.123456Z"]) {
      const data = { superevent_id: "S190518bb", time_created: "2019-05-18T20:15:00Z", event: { far: "1e-9" } };
      const sequences = [{ ...initial, message: { id: 12, uuid: "b", published, data }, data: undefined }];
      const alert = eventAlert(remote.event.parse({ event_id: "S190518bb", sequences, references: [] }));
      expect(toGenericAlert(alert)).toMatchObject({ timestamp: "2019-05-18T20:18:56.123Z", score: 1e-9 });
    }
  });
});

describe("a target of Hermes", () => {
  it("may be the only one of its message, by itself instead of in a list", () => {
    const metadata = { topic: "ours", timestamp: 1, headers: { _id: "a-1" } };
    const data = { targets: { name: "ours-1", ra: "0", dec: -30 } };
    const message = archivedAlert(remote.archived.parse({ metadata, message: { title: "ours", data } }));
    expect(message?.targets).toMatchObject([{ name: "ours-1", raDeg: 0, decDeg: -30 }]);
  });

  it("is at its sexagesimal place where the degrees are null, and has none where both are", () => {
    const row = { id: 7, name: "ours-1", right_ascension: null, declination: null };
    const sexagesimal = { right_ascension_sexagesimal: "00:00:00", declination_sexagesimal: "-00:30:00" };
    expect(targetAlert(remote.target.parse({ ...row, ...sexagesimal }))).toMatchObject({ raDeg: 0, decDeg: -0.5 });
    expect(targetAlert(remote.target.parse(row))).toMatchObject({ raDeg: null, decDeg: null });
  });

  it("may be in a message of the archive that has no annotations", () => {
    const message = remote.archived.parse({ metadata: { topic: "ours", timestamp: 1, headers: { _id: "a-1" } } });
    expect(archivedAlert(message)).toMatchObject({ uuid: "a-1", title: null, isRetracted: false });
  });
});
