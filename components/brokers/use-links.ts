import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/core/counted";
import { type KeptAnswer, type LinkState, type LookRow, linkKey } from "./look-types";

type Object = { brokerId: string; alertId: string };

/** Null when it is done, or why it is not. */
async function change(address: string, how: "link" | "unlink", object: Object): Promise<string | null> {
  try {
    const response = await (how === "link"
      ? fetch(address, {
          method: "POST",
          mode: "same-origin",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ sightings: [object] }),
        })
      : fetch(`${address}?${new URLSearchParams(object)}`, { method: "DELETE", mode: "same-origin" }));
    if (response.ok) return null;
    return ((await response.json()) as { error: { message: string } }).error.message;
  } catch {
    return `No connection to this TOM; nothing was ${how}ed.`;
  }
}

const objectOf = ({ broker, sighting }: LookRow): Object[] =>
  sighting === null ? [] : [{ brokerId: broker.id, alertId: sighting.alertId }];

/**
 * Links and unlinks found objects, each by itself: one that fails says why in its row and keeps none of the others from
 * being linked. `linked` are the keys that the page knows to be linked; what was done here since stands over it until the
 * page is read again.
 */
export function useLinks({ address, linked }: { address: string | null; linked: readonly string[] }) {
  const router = useRouter();
  const [states, setStates] = useState<ReadonlyMap<string, LinkState>>(new Map());
  const known = linked.join("\n");
  const [lastKnown, setLastKnown] = useState(known);
  // The page was read again: it knows best, but for what failed here.
  if (lastKnown !== known) {
    setLastKnown(known);
    setStates(new Map([...states].filter(([, { state }]) => state === "failed")));
  }
  const put = (key: string, state: LinkState): void => setStates((now) => new Map(now).set(key, state));

  /** A broker was asked just now for what is linked to the target: so it is linked, whoever did that. */
  const heard = useCallback(({ brokerId, sightings }: KeptAnswer): void => {
    const fresh = sightings.filter(({ foundBy }) => foundBy === "link");
    setStates((now) => {
      const next = new Map(now);
      for (const { alertId } of fresh) next.set(linkKey(brokerId, alertId), { state: "linked" });
      return next;
    });
  }, []);

  const one = async (how: "link" | "unlink", object: Object): Promise<boolean> => {
    if (address === null) return false;
    const key = linkKey(object.brokerId, object.alertId);
    put(key, { state: "busy" });
    const why = await change(address, how, object);
    put(key, why === null ? { state: how === "link" ? "linked" : "unlinked" } : { state: "failed", why });
    return why === null;
  };
  const link = async (rows: readonly LookRow[]): Promise<void> => {
    const objects = rows.flatMap(objectOf);
    let done = 0;
    for (const object of objects) if (await one("link", object)) done += 1;
    const lost = objects.length - done;
    if (lost === 0) toast({ text: "Linked. The light curves are being fetched." });
    else toast({ text: `${counted(lost, "object")} could not be linked; why stands beside each.`, tone: "bad" });
    if (done > 0) router.refresh();
  };
  const unlink = async (row: LookRow): Promise<void> => {
    for (const object of objectOf(row)) {
      if (!(await one("unlink", object))) return;
      toast({ text: "Unlinked. What was measured stays." });
      router.refresh();
    }
  };
  return { states, link, unlink, heard };
}
