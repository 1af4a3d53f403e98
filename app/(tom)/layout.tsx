import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { PlainForm } from "@/components/forms/form-layout";
import { MenuButton } from "@/components/ui/menu";
import { themeCookie, themeFrom } from "@/components/ui/preferences";
import { entriesFor, roomsFor } from "@/components/ui/shell/rooms";
import { Shell } from "@/components/ui/shell/shell";
import { version } from "@/lib/core/version";
import { countActiveJobs } from "@/lib/jobs/queries";
import { countNotifications } from "@/lib/notifications/queries/list-notifications";
import { requestContext } from "@/lib/web/context";
import { services } from "@/lib/web/services";
import { getActor } from "@/lib/web/session";
import { Bell } from "./_components/bell";
import { RunningJobs } from "./_components/running-jobs";
import { signOutAction } from "./_server/actions";

export default async function TomLayout({ children }: { children: ReactNode }) {
  const actor = await getActor();
  const { config, clock } = services();
  const signedIn = actor.kind === "user";
  const { database, scope } = requestContext(actor);
  const [running, unread] = signedIn
    ? await Promise.all([
        countActiveJobs(database.read, scope),
        countNotifications(database.read, scope, { unread: true }),
      ])
    : [0, 0];
  const isAdministrator = signedIn && actor.role === "admin";
  const person = { signedIn, isAdministrator };
  return (
    <Shell
      name={config.display.name}
      version={version}
      rooms={roomsFor(person)}
      user={
        signedIn
          ? { username: actor.username, role: isAdministrator ? "Administrator" : "Member", profileHref: "/profile" }
          : null
      }
      theme={themeFrom((await cookies()).get(themeCookie)?.value)}
      nowIso={clock.now().toISOString()}
      jobs={<RunningJobs running={running} />}
      notifications={signedIn ? <Bell unread={unread} /> : undefined}
      entries={entriesFor(person)}
      docsHref="/docs"
      signOut={
        <PlainForm action={signOutAction} label="Sign out">
          <MenuButton icon="log-out">Sign out</MenuButton>
        </PlainForm>
      }
    >
      {children}
    </Shell>
  );
}
