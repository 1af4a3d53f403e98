import { type GlyphName, glyphs } from "./glyphs";
import styles from "./icon.module.css";

type Props = {
  name: GlyphName;
  /** Said by screen readers; without it the icon is decoration and the words beside it speak. */
  label?: string;
  className?: string;
};

export function Icon({ name, label, className }: Props) {
  const classes = className === undefined ? styles.icon : `${styles.icon} ${className}`;
  const path = <path d={glyphs[name]} />;
  return label === undefined ? (
    <svg className={classes} viewBox="0 0 24 24" aria-hidden="true">
      {path}
    </svg>
  ) : (
    <svg className={classes} viewBox="0 0 24 24" role="img" aria-label={label}>
      <title>{label}</title>
      {path}
    </svg>
  );
}
