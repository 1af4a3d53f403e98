import type { NextConfig } from "next";

// Headers that every answer carries, /api included; the content security policy of pages is set by proxy.ts,
// because its nonce is new for each response.
const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
];

const config: NextConfig = {
  // A running process serves from its own copy of the build, which a later build leaves alone (scripts/steps/build.mjs).
  distDir: process.env.TOM_BUILD_DIR ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // Types are looked at by `npm run check`; looking again would double the time of a first start.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "@node-rs/argon2",
    "@libsql/client",
    "libsql",
    "nodemailer",
    "pino",
    "prom-client",
    "undici",
  ],
  experimental: { serverActions: { bodySizeLimit: "4mb" } },
  // Browsers ask for this name by themselves.
  redirects: async () => [{ source: "/favicon.ico", destination: "/icon.svg", permanent: false }],
  headers: async () => [{ source: "/:path*", headers }],
};

export default config;
