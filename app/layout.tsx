import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { DocumentIslands } from "@/components/ui/document-islands";
import { railCookie, railFrom, themeCookie, themeFrom } from "@/components/ui/preferences";
import "./globals.css";

// Latin subsets only: everything else falls back to the system's own fonts.
const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  display: "swap",
  variable: "--font-inter",
});
const jetbrainsMono = localFont({
  src: "../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
  weight: "100 800",
  display: "swap",
  preload: false,
  variable: "--font-jetbrains-mono",
});

export const metadata: Metadata = {
  title: { default: "TOM", template: "%s · TOM" },
  description: "Targets, alerts and light curves of objects that change",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, viewportFit: "cover" };

/** The theme stands in the first byte of the page, so nothing flashes; reading the cookie also keeps pages dynamic. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  return (
    <html
      lang="en"
      data-theme={themeFrom(jar.get(themeCookie)?.value)}
      data-rail={railFrom(jar.get(railCookie)?.value)}
      className={`${inter.variable} ${jetbrainsMono.variable}`}
    >
      <body>
        {children}
        <DocumentIslands />
        <div id="announcements" role="status" className="spoken" />
      </body>
    </html>
  );
}
