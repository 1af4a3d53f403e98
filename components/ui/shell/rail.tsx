"use client";

import { usePathname } from "next/navigation";
import type { GlyphName } from "../glyphs";
import { Icon } from "../icon";
import { railCookie, remember } from "../preferences";
import styles from "./rail.module.css";

export type RailItem = { href: string; label: string; icon: GlyphName };

const isHere = (href: string, path: string): boolean =>
  href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);

// "/people/audit" is the audit, not the people: the longest address that fits is where we are.
const currentOf = (items: readonly RailItem[], path: string): string | undefined =>
  items
    .map((item) => item.href)
    .filter((href) => isHere(href, path))
    .sort((a, b) => b.length - a.length)[0];

function Items({ items, current }: { items: readonly RailItem[]; current: string | undefined }) {
  return items.map((item) => (
    <li key={item.href}>
      <a className={styles.item} href={item.href} aria-current={item.href === current ? "page" : undefined}>
        <Icon name={item.icon} />
        <span className={styles.word}>{item.label}</span>
      </a>
    </li>
  ));
}

function toggleRail(): void {
  const root = document.documentElement;
  const next = root.dataset.rail === "collapsed" ? "open" : "collapsed";
  root.dataset.rail = next;
  remember(railCookie, next);
}

/** How many rooms fit the bar at the bottom of a phone; the rest stand behind "More". */
const phoneRooms = 4;

type Props = { items: readonly RailItem[] };

/** The rooms: a rail at the left, folded to its icons on wish; on a phone a bar at the bottom. */
export function Rail({ items }: Props) {
  const current = currentOf(items, usePathname());
  const rest = items.slice(phoneRooms);
  return (
    <nav className={styles.rail} aria-label="Rooms">
      <ul className={styles.list}>
        <Items items={items} current={current} />
        {rest.length === 0 ? null : (
          <li className={styles.more}>
            <button type="button" className={styles.item} popoverTarget="more-rooms">
              <Icon name="ellipsis" />
              <span className={styles.word}>More</span>
            </button>
          </li>
        )}
      </ul>
      <div id="more-rooms" popover="auto" className={styles.sheet}>
        <ul>
          <Items items={rest} current={current} />
        </ul>
      </div>
      <button type="button" className={styles.fold} onClick={toggleRail} aria-label="Fold or unfold the rail">
        <Icon name="panel-left" />
        <span className={styles.word}>Fold</span>
      </button>
    </nav>
  );
}
