import type { ReactNode } from "react";
import { Icon } from "../icon";
import type { Theme } from "../preferences";
import { Static } from "../static";
import { KeyHint } from "../text";
import { Keyboard } from "./keyboard";
import { Rail } from "./rail";
import type { PaletteEntry, Room } from "./rooms";
import styles from "./shell.module.css";
import { type ShellUser, UserMenu } from "./user-menu";
import { UtcClock } from "./utc-clock";

export type ShellProps = {
  /** The installation's own name (`display.name` of the config). */
  name: string;
  version: string;
  /** The rooms that exist for this person, in their order. */
  rooms: readonly Room[];
  /** null: nobody is signed in. */
  user: ShellUser | null;
  theme: Theme;
  /** The server's time, ISO 8601 UTC. */
  nowIso: string;
  /** A form whose `MenuButton` signs out. */
  signOut?: ReactNode;
  signInHref?: string;
  /** Jobs in progress and notifications: small pieces of the top bar. */
  jobs?: ReactNode;
  notifications?: ReactNode;
  /** Actions and pages that the palette offers beside the rooms. */
  entries?: readonly PaletteEntry[];
  /** Where the documentation begins; without it the footer names only the API. */
  docsHref?: string;
  /** What stands in the search box. */
  query?: string;
  children: ReactNode;
};

function Search({ query }: { query: string }) {
  return (
    <search className={styles.search}>
      <form action="/targets" method="get">
        <Icon name="search" className={styles.searchIcon ?? ""} />
        <input
          id="global-search"
          className={styles.searchBox}
          type="search"
          name="q"
          defaultValue={query}
          maxLength={200}
          placeholder="Name or coordinates"
          aria-label="Search targets"
          autoComplete="off"
          spellCheck={false}
        />
      </form>
      <button type="button" className={styles.paletteKey} data-open-palette="" aria-label="Open the palette">
        <KeyHint>Ctrl K</KeyHint>
      </button>
    </search>
  );
}

function Footer({ name, version, docsHref }: { name: string; version: string; docsHref: string | undefined }) {
  return (
    <footer className={styles.foot}>
      <span>
        {name} {version}
      </span>
      {docsHref === undefined ? null : <a href={docsHref}>Documentation</a>}
      <a href="/docs/api">API</a>
      <button type="button" className={styles.footKey} data-open-help="">
        Keys <KeyHint>?</KeyHint>
      </button>
    </footer>
  );
}

/** What stands around every page. Plain HTML; the islands in it only tick, fold and listen to keys. */
export function Shell(props: ShellProps) {
  const { name, version, rooms, user, theme, nowIso, entries = [], query = "" } = props;
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <header className={styles.top}>
        <Static>
          <a className={styles.brand} href="/">
            <svg className={styles.mark} viewBox="0 0 24 24" aria-hidden="true">
              <circle cx="12" cy="12" r="7.25" />
              <path d="M12 1v6M12 17v6M1 12h6M17 12h6" />
            </svg>
            <span className={styles.name}>{name}</span>
          </a>
        </Static>
        <Static>
          <Search query={query} />
        </Static>
        <div className={styles.tools}>
          <UtcClock initialIso={nowIso} />
          {props.jobs}
          {props.notifications}
          <UserMenu user={user} theme={theme} signOut={props.signOut} signInHref={props.signInHref ?? "/sign-in"} />
        </div>
      </header>
      <Rail items={rooms} />
      <main className={styles.main} id="main" tabIndex={-1}>
        {props.children}
      </main>
      <Static>
        <Footer name={name} version={version} docsHref={props.docsHref} />
      </Static>
      <Keyboard entries={[...rooms.map(({ href, label }) => ({ href, label })), ...entries]} />
    </div>
  );
}
