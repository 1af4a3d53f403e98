import { Panel } from "@/components/ui/panel";
import { targetLinks } from "@/lib/astro/links";
import { mjdToIso } from "@/lib/astro/time";
import type { TargetPage } from "@/lib/targets/types";
import styles from "./detail.module.css";

const groupLabels = { object: "Object", catalogues: "Catalogues", images: "Images", brokers: "Brokers" } as const;
const groups = ["object", "catalogues", "images", "brokers"] as const;

/** Other people's pages about this object and its place, with names and position filled in. */
export function DetailLinks({ target }: { target: TargetPage }) {
  const { raDeg, decDeg, name, aliases, newestDetectionMjd } = target;
  const observedAt = newestDetectionMjd === null ? null : mjdToIso(newestDetectionMjd);
  const links = targetLinks({ raDeg, decDeg, name, aliases, observedAt });
  const known = groups.map((group) => ({ group, links: links.filter((link) => link.group === group) }));
  return (
    <Panel id="elsewhere" title="Elsewhere">
      <nav className={styles.links} aria-label="Pages of others">
        {known.map(({ group, links: some }) =>
          some.length === 0 ? null : (
            <div key={group} className={styles.linkGroup}>
              <span className={styles.linkLabel}>{groupLabels[group]}</span>
              <span>
                {some.map((link) => (
                  <a key={link.id} href={link.href} title={link.title} target="_blank" rel="noreferrer noopener">
                    {link.label}
                  </a>
                ))}
              </span>
            </div>
          ),
        )}
      </nav>
    </Panel>
  );
}
