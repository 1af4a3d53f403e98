import { encodeColumns } from "@/components/plots/light-curve/columns";
import { readLightCurve } from "@/lib/reduced-data/queries/light-curve";
import { services } from "@/lib/web/services";

type Entry = { version: number; bytes: Promise<ArrayBuffer>; size: number };

/** Some two thousand light curves of 500 points, or twenty of 50,000. */
const bytesAtMost = 64 * 2 ** 20;

/** By id, newest use last: the database gives the key of a deleted target out again. */
const held = new Map<string, Entry>();
let heldBytes = 0;

function forget(key: string): void {
  heldBytes -= held.get(key)?.size ?? 0;
  held.delete(key);
}

const encode = async (targetPk: number): Promise<ArrayBuffer> =>
  encodeColumns(await readLightCurve(services().database.read, { targetPk }));

/**
 * The columns of a light curve, made once a version and kept while there is room; those who ask at the same time wait for
 * the same work. The caller has checked that the target may be seen.
 */
export async function lightCurveBytes(visible: {
  id: string;
  targetPk: number;
  version: number;
}): Promise<ArrayBuffer> {
  const key = visible.id;
  const known = held.get(key);
  if (known?.version === visible.version) {
    held.delete(key);
    held.set(key, known);
    return known.bytes;
  }
  forget(key);
  const entry: Entry = { version: visible.version, bytes: encode(visible.targetPk), size: 0 };
  held.set(key, entry);
  try {
    const bytes = await entry.bytes;
    if (held.get(key) === entry) {
      entry.size = bytes.byteLength;
      heldBytes += entry.size;
    }
    for (const oldest of held.keys()) {
      if (heldBytes <= bytesAtMost) break;
      forget(oldest);
    }
    return bytes;
  } catch (error) {
    if (held.get(key) === entry) forget(key);
    throw error;
  }
}
