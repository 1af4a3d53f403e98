import type { ComponentProps } from "react";
import { Icon } from "@/components/ui/icon";
import type { Option } from "./controls";
import styles from "./field.module.css";

type SelectProps = ComponentProps<"select"> & {
  options: readonly Option[];
  /** The words of the empty choice; without them there is none. */
  emptyLabel?: string | undefined;
};

/** Apart from the other controls: it brings the icons along. */
export function Select({ options, emptyLabel, ...rest }: SelectProps) {
  return (
    <span className={styles.frame}>
      <select className={styles.input} {...rest}>
        {emptyLabel === undefined ? null : <option value="">{emptyLabel}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" className={styles.chevron ?? ""} />
    </span>
  );
}
