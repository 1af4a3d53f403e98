import type { ReactNode } from "react";
import { ButtonLink } from "../button";
import { Icon } from "../icon";
import { Menu, MenuHead, MenuLine, MenuLink } from "../menu";
import type { Theme } from "../preferences";
import { ThemeChoice, type ThemeOption } from "./theme-choice";

export type ShellUser = { username: string; role: string; profileHref: string };

const themeOptions: readonly ThemeOption[] = [
  { theme: "system", label: "System", icon: <Icon name="monitor" /> },
  { theme: "light", label: "Light", icon: <Icon name="sun" /> },
  { theme: "dark", label: "Dark", icon: <Icon name="moon" /> },
  { theme: "night", label: "Night", icon: <Icon name="telescope" /> },
];

type Props = {
  user: ShellUser | null;
  theme: Theme;
  /** A form whose `MenuButton` signs out. */
  signOut: ReactNode;
  signInHref: string;
};

export function UserMenu({ user, theme, signOut, signInHref }: Props) {
  const choice = <ThemeChoice initial={theme} options={themeOptions} />;
  if (user === null)
    return (
      <>
        <Menu id="user-menu" label="Theme" icon="sun" iconOnly look="quiet">
          <MenuHead>Theme</MenuHead>
          {choice}
        </Menu>
        <ButtonLink href={signInHref} look="primary">
          Sign in
        </ButtonLink>
      </>
    );
  return (
    <Menu id="user-menu" label={`Account of ${user.username}`} icon="user" iconOnly look="quiet">
      <MenuHead>
        {user.username}, {user.role}
      </MenuHead>
      <MenuLink href={user.profileHref} icon="key">
        Profile and tokens
      </MenuLink>
      <MenuLine />
      <MenuHead>Theme</MenuHead>
      {choice}
      <MenuLine />
      {signOut}
    </Menu>
  );
}
