import type { ComponentProps, ReactNode } from "react";
import { type ButtonLook, buttonClass } from "./button-class";
import { classNames } from "./class-names";
import type { GlyphName } from "./glyphs";
import { Icon } from "./icon";

export type { ButtonLook };

type Look = { look?: ButtonLook; small?: boolean; icon?: GlyphName; children?: ReactNode };
type ButtonProps = Look & Omit<ComponentProps<"button">, "children">;
type LinkProps = Look & Omit<ComponentProps<"a">, "children" | "href"> & { href: string };

/** A button that acts. With an icon and no words it needs `aria-label`. `type` is "button" unless said. */
export function Button({
  look = "plain",
  small = false,
  icon,
  children,
  className,
  type = "button",
  ...rest
}: ButtonProps) {
  const square = children === undefined;
  return (
    <button type={type} className={classNames(buttonClass(look, { small, square }), className)} {...rest}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A link that looks like a button: it goes somewhere, it changes nothing. */
export function ButtonLink({ look = "plain", small = false, icon, children, className, ...rest }: LinkProps) {
  const square = children === undefined;
  return (
    <a className={classNames(buttonClass(look, { small, square }), className)} {...rest}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </a>
  );
}
