"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { railCookie, remember } from "../preferences";
import styles from "./rail.module.css";

/** The icon comes drawn from the server. */
export type RailItem = { href: string; label: string; icon: ReactNode };

const isHere = (href: string, path: string): boolean =>
  href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);

function Items({ items, path }: { items: readonly RailItem[]; path: string }) {
  return items.map((item) => (
    <li key={item.href}>
      <a className={styles.item} href={item.href} aria-current={isHere(item.href, path) ? "page" : undefined}>
        {item.icon}
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

type Props = { items: readonly RailItem[]; collapseIcon: ReactNode; moreIcon: ReactNode };

/** The rooms: a rail at the left, folded to its icons on wish; on a phone a bar at the bottom. */
export function Rail({ items, collapseIcon, moreIcon }: Props) {
  const path = usePathname();
  const rest = items.slice(phoneRooms);
  return (
    <nav className={styles.rail} aria-label="Rooms">
      <ul className={styles.list}>
        <Items items={items} path={path} />
        {rest.length === 0 ? null : (
          <li className={styles.more}>
            <button type="button" className={styles.item} popoverTarget="more-rooms">
              {moreIcon}
              <span className={styles.word}>More</span>
            </button>
          </li>
        )}
      </ul>
      <div id="more-rooms" popover="auto" className={styles.sheet}>
        <ul>
          <Items items={rest} path={path} />
        </ul>
      </div>
      <button type="button" className={styles.fold} onClick={toggleRail} aria-label="Fold or unfold the rail">
        {collapseIcon}
        <span className={styles.word}>Fold</span>
      </button>
    </nav>
  );
}
