import { describe, expect, it } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy";

const directive = (policy: string, name: string): string[] =>
  policy
    .split("; ")
    .find((one) => one.startsWith(`${name} `))
    ?.split(" ")
    .slice(1) ?? [];

describe("contentSecurityPolicy", () => {
  const policy = contentSecurityPolicy({ nonce: "abc" });

  it("runs scripts by nonce only, and WebAssembly", () => {
    expect(directive(policy, "script-src")).toEqual([
      "'self'",
      "'nonce-abc'",
      "'strict-dynamic'",
      "'wasm-unsafe-eval'",
    ]);
  });

  it("evaluates text in development only", () => {
    expect(policy).not.toContain("'unsafe-eval'");
    expect(contentSecurityPolicy({ nonce: "abc", isDevelopment: true })).toContain(" 'unsafe-eval'");
  });

  it("is never framed, has no plug-ins and no base address", () => {
    for (const name of ["frame-ancestors", "object-src", "base-uri"])
      expect(directive(policy, name)).toEqual(["'none'"]);
  });

  it("lets tiles come from the listed hosts, and only where an entry is a plain origin", () => {
    const own = contentSecurityPolicy({ nonce: "abc", skyHosts: ["https://hips.example.org", "x; script-src *"] });
    expect(directive(own, "img-src")).toEqual(["'self'", "data:", "blob:", "https://hips.example.org"]);
    expect(directive(own, "connect-src")).toEqual(["'self'", "data:", "https://hips.example.org"]);
  });
});
