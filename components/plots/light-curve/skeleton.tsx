import styles from "./light-curve.module.css";

/** Holds the place of the plot; same height as the plot at every width. */
export function LightCurveSkeleton() {
  return (
    <div className={styles.frame} role="status" aria-label="Loading the light curve">
      <div className={styles.toolbar} />
      <div className={styles.filters} />
      <div className={styles.plot}>
        <div className={styles.bone} />
      </div>
      <div className={styles.legend} />
      <p className={styles.caption}>Loading the light curve</p>
    </div>
  );
}
