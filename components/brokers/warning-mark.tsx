import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import styles from "./warning-mark.module.css";

/** A few words below what stands in a cell, with the sign of a warning; `label` says that sign to who does not see it. */
export const WarningMark = ({ label, className, children, ...rest }: ComponentProps<"span"> & { label?: string }) => (
  <span className={classNames(styles.mark, className)} {...rest}>
    <Icon name="triangle-exclamation-point" {...(label === undefined ? {} : { label })} /> {children}
  </span>
);
