import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "@/tests/support/engine-bed";
import { lookForInngest } from "./inngest.mjs";
import { attempt } from "./processes.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tom-inngest-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that is a shell script; answers the folder that it is in. */
function program(name: string, script: string, room = name): string {
  const path = join(folder, room);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(path, name), 0o755);
  return path;
}

/** Only these programs are to be found, nothing is kept from before, and nothing is downloaded. */
const look = (env: Record<string, string>) =>
  lookForInngest({ env: { PATH: join(folder, "nothing"), ...env }, cache: join(folder, "cache") });

describe("a server of Inngest for tests", () => {
  it("is the binary that is named, or the one in the folder that is named, before one on the path", async () => {
    const [mine, other] = [program("inngest", "exit 0"), program("inngest", "exit 0", "other")];
    const binary = join(mine, "inngest");
    expect(await look({ TOM_TEST_INNGEST_BIN: binary, PATH: other })).toEqual({ binary });
    expect(await look({ TOM_TEST_INNGEST_BIN: mine, PATH: other })).toEqual({ binary });
    expect(await look({ PATH: mine })).toEqual({ binary });
  });

  it("is looked for further where an address does not answer and a binary does not run, and each is told of", async () => {
    const broken = program("inngest", "echo out of order >&2; exit 3");
    const found = await look({ TOM_TEST_INNGEST: "http://127.0.0.1:9", TOM_TEST_INNGEST_BIN: broken });
    const { missing } = found as { missing: string };
    expect(missing).toContain("no dev server answers at TOM_TEST_INNGEST (http://127.0.0.1:9)");
    expect(missing).toContain("does not run (out of order)");
    expect(missing).toContain("no inngest on the path");
    expect(missing).toMatch(/inngest-cli@[\d.]+ could not be installed \(it is not here\)/);
  });

  it.runIf(process.platform === "linux")("is a container where one can be pulled", async () => {
    const log = join(folder, "said");
    const docker = program("docker", `echo "$1" >> ${log}; if [ "$1" = image ]; then exit 1; fi`);
    expect(await look({ PATH: docker })).toEqual({
      container: "docker",
      image: expect.stringMatching(/^inngest\/inngest:v/),
    });
    expect(readFileSync(log, "utf8").trim().split("\n")).toEqual(["info", "image", "pull"]);
  });

  it("is what the package downloads, once; a download that failed is not tried again at once", async () => {
    const log = join(folder, "said");
    const bin = "node_modules/inngest-cli/bin";
    const npm = program(
      "npm",
      `echo x >> ${log}; /bin/mkdir -p ${bin}; echo '#!/bin/sh' > ${bin}/inngest; /bin/chmod +x ${bin}/inngest`,
    );
    const found = (await look({ PATH: npm })) as { binary: string };
    expect(existsSync(found.binary)).toBe(true);
    expect(await look({ PATH: npm })).toEqual(found);
    expect(readFileSync(log, "utf8")).toBe("x\n");

    rmSync(join(folder, "cache"), { recursive: true });
    const offline = program("npm", `echo x >> ${log}; echo no network; exit 1`, "offline");
    for (let time = 0; time < 2; time++) {
      expect((await look({ PATH: offline })) as { missing: string }).toMatchObject({
        missing: expect.stringContaining("could not be installed (no network)"),
      });
    }
    expect(readFileSync(log, "utf8")).toBe("x\nx\n");
  });
});

describe("a program that is tried", () => {
  it("is ended after its limit with all that it has started, and nobody waits longer", async () => {
    const mark = join(folder, "child");
    const script = `sleep 600 & echo $! > ${mark}; sleep 600`;
    const { code, why } = await attempt("sh", ["-c", script], { limitMs: 500 });
    expect([code, why]).toEqual([null, "it did not end within 0.5 s"]);
    const child = Number(readFileSync(mark, "utf8"));
    await until(() => !isThere(child));
  });

  it("is not waited for because something that it left behind holds its output", async () => {
    const { code } = await attempt("sh", ["-c", "sleep 600 & exit 0"], { limitMs: 60_000 });
    expect(code).toBe(0);
  });
});

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
