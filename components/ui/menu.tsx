import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button";
import type { ButtonLook } from "./button-class";
import { classNames } from "./class-names";
import type { GlyphName } from "./glyphs";
import { Icon } from "./icon";
import styles from "./menu.module.css";

type MenuProps = {
  /** Unique on the page. */
  id: string;
  /** The words of the button; with `iconOnly` they are only said. */
  label: string;
  icon?: GlyphName;
  iconOnly?: boolean;
  look?: ButtonLook;
  small?: boolean;
  /** Which edge of the button the menu lines up with. */
  align?: "start" | "end";
  children: ReactNode;
};

/** A button and what it opens: a native popover, so it closes by Escape and by a click elsewhere without any script. */
export function Menu({
  id,
  label,
  icon,
  iconOnly = false,
  look = "plain",
  small = false,
  align = "end",
  children,
}: MenuProps) {
  const glyph = icon === undefined ? {} : { icon };
  return (
    <>
      {iconOnly ? (
        <Button look={look} small={small} {...glyph} popoverTarget={id} aria-label={label} title={label} />
      ) : (
        <Button look={look} small={small} {...glyph} popoverTarget={id}>
          {label}
          <Icon name="chevron-down" />
        </Button>
      )}
      <div id={id} popover="auto" className={classNames(styles.menu, align === "start" && styles.start)}>
        {children}
      </div>
    </>
  );
}

export function MenuLink({ icon, children, ...rest }: { icon?: GlyphName; children: ReactNode } & ComponentProps<"a">) {
  return (
    <a className={styles.item} {...rest}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </a>
  );
}

/** An action in a menu; as a form's submit button unless `type` says otherwise. */
export function MenuButton({
  icon,
  children,
  type = "submit",
  ...rest
}: { icon?: GlyphName } & ComponentProps<"button">) {
  return (
    <button className={styles.item} type={type} {...rest}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </button>
  );
}

export const MenuLine = () => <hr className={styles.line} />;

export const MenuHead = ({ children }: { children: ReactNode }) => <div className={styles.head}>{children}</div>;
