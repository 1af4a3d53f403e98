import { v7 } from "uuid";

const bytesAnId = 16;
// Asked for many at once: one call costs more than the rest of an id.
const pool = new Uint8Array(256 * bytesAnId);
let used = pool.length;

function randomBytes(): Uint8Array {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  used += bytesAnId;
  return pool.subarray(used - bytesAnId, used);
}

let msecs = 0;
let seq = 0;

/** A new UUIDv7 as text: sorts by creation time, also within a millisecond; the only kind of id that leaves the house. */
export function newId(): string {
  const random = randomBytes();
  const now = Date.now();
  // A clock that stands still or goes back goes on counting where it was.
  if (now > msecs) {
    msecs = now;
    // Half of what there is room for, so that counting never comes to the end.
    seq = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1;
  } else seq += 1;
  return v7({ random, msecs, seq });
}
