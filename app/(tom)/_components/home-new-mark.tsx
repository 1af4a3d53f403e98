import styles from "./home.module.css";

type Props = {
  at: string | null;
  /** When the reader looked last; null: nothing is marked. */
  since: string | null;
  word?: string;
  /** Not marked where this instant is marked already. */
  unless?: string;
};

/** Marks what happened since the reader looked last. */
export function NewMark({ at, since, word = "new", unless }: Props) {
  if (at === null || since === null || at <= since || (unless !== undefined && unless > since)) return null;
  return <span className={styles.new}>{word}</span>;
}
