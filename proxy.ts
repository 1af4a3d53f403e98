import { type NextRequest, NextResponse } from "next/server";
import { isDevelopment } from "@/lib/env/framework";
import { contentSecurityPolicy } from "@/lib/web/content-security-policy";

/**
 * Gives each page its content security policy with a fresh nonce, and nothing else: who may see what is decided in the
 * core, never here. `/api` is not matched, because a matched request is buffered and cut at 10 MB.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const policy = contentSecurityPolicy({ nonce, isDevelopment: isDevelopment() });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Where to come back to after sign-in; a page itself is not told its address.
  headers.set("x-tom-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  // Next reads the nonce of its own scripts from this request header.
  headers.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

export const config = { matcher: ["/((?!api/|api$|_next/|favicon.ico$|icon.svg$).*)"] };
