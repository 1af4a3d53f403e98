/**
 * Where the sky view may fetch survey tiles and object names from: the HiPS servers of CDS, which Aladin Lite uses
 * unless an installation names its own.
 */
const defaultSkyHosts: readonly string[] = ["https://*.cds.unistra.fr"];

type Options = {
  /** Base64, new for each response. */
  nonce: string;
  /** React's development build evaluates text, the built app never does. */
  isDevelopment?: boolean;
  /** Origins of HiPS servers (scheme and host). */
  skyHosts?: readonly string[];
};

const origin = /^https?:\/\/(?:\*\.)?[a-z0-9.-]+(?::\d{1,5})?$/i;

/**
 * The policy of one page (rule R25): scripts by nonce only, WebAssembly for the sky view, inline styles for the kit, tiles
 * from the listed hosts, nothing framed, nothing posted elsewhere. A host that is no plain origin is left out.
 */
export function contentSecurityPolicy({ nonce, isDevelopment = false, skyHosts = defaultSkyHosts }: Options): string {
  const hosts = skyHosts.filter((host) => origin.test(host));
  const directives: Record<string, readonly string[]> = {
    "default-src": ["'self'"],
    "script-src": [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      "'wasm-unsafe-eval'",
      ...(isDevelopment ? ["'unsafe-eval'"] : []),
    ],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:", ...hosts],
    "font-src": ["'self'"],
    // Aladin Lite carries its WebAssembly in a data address and fetches it from there.
    "connect-src": ["'self'", "data:", ...hosts],
    "worker-src": ["'self'", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-src": ["'none'"],
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");
}
