"use client";

import { useSyncExternalStore } from "react";
import { FailedPage } from "@/components/ui/failed-page";
import { type Theme, themeCookie, themeFrom } from "@/components/ui/preferences";
import "./globals.css";

const never = (): (() => void) => () => undefined;

const themeOfCookie = (): Theme =>
  themeFrom(
    document.cookie
      .split("; ")
      .find((one) => one.startsWith(`${themeCookie}=`))
      ?.slice(themeCookie.length + 1),
  );

/** Shown when the root layout itself failed, so it brings its own document and reads the theme by itself. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const theme = useSyncExternalStore(never, themeOfCookie, (): Theme => "system");
  return (
    <html lang="en" data-theme={theme}>
      <body>
        <FailedPage error={error} retry={retry} />
      </body>
    </html>
  );
}
