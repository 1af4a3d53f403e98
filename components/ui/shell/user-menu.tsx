import type { ReactNode } from "react";
import { ButtonLink } from "../button";
import { Menu, MenuHead, MenuLine, MenuLink } from "../menu";
import type { Theme } from "../preferences";
import { Static } from "../static";
import { ThemeChoice } from "./theme-choice";

export type ShellUser = { username: string; role: string; profileHref: string };

type Props = {
  user: ShellUser | null;
  theme: Theme;
  /** A form whose `MenuButton` signs out. */
  signOut: ReactNode;
  signInHref: string;
};

export function UserMenu({ user, theme, signOut, signInHref }: Props) {
  const choice = <ThemeChoice initial={theme} />;
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
      <Static>
        <MenuHead>
          {user.username}, {user.role}
        </MenuHead>
      </Static>
      <Static>
        <MenuLink href={user.profileHref} icon="key">
          Profile and tokens
        </MenuLink>
      </Static>
      <MenuLine />
      <MenuHead>Theme</MenuHead>
      {choice}
      <MenuLine />
      {signOut}
    </Menu>
  );
}
