import { Mono } from "@/components/ui/text";
import { formatDec, formatRa } from "@/lib/astro/angle-format";
import styles from "./broker-looks.module.css";
import type { KeptAnswer } from "./look-types";

type Place = NonNullable<KeptAnswer["place"]>;

/** Where brokers were asked that do not know the name, and who told that place; a broker asked later may know another. */
export function LookedPlaces({ answers }: { answers: Iterable<KeptAnswer> }) {
  const places = new Map<string, Place>();
  for (const { place } of answers) if (place) places.set(`${place.id} ${place.raDeg} ${place.decDeg}`, place);
  return [...places].map(([key, { raDeg, decDeg, from, id, source, name }]) => (
    <p key={key} className={styles.place}>
      Place from {source}: {from === "target" ? <a href={`/targets/${id}?tab=alerts`}>{name}</a> : name},{" "}
      <Mono>
        {formatRa(raDeg, { separator: ":", precision: 1 })} {formatDec(decDeg, { separator: ":", precision: 0 })}
      </Mono>
    </p>
  ));
}
