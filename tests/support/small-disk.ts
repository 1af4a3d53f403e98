import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk of a few megabytes of its own, which a test can fill or make read-only. Needs the right to mount. */
export type SmallDisk = {
  path: string;
  /** Takes all the space that is left. */
  fill(): void;
  /** Gives back what `fill` took. */
  free(): void;
  makeReadOnly(): void;
  remove(): void;
};

const system = (program: "mount" | "umount", args: readonly string[]): void =>
  void execFileSync(program, args, { stdio: "pipe" });
const mount = (...args: string[]): void => system("mount", args);
const unmount = (path: string): void => system("umount", ["-l", path]);

/** Why no small disk can be had here, or null: `describe.skipIf(smallDiskMissing() !== null)`. */
export function smallDiskMissing(): string | null {
  if (process.platform !== "linux") return "a disk of its own needs Linux's tmpfs";
  try {
    makeSmallDisk(1).remove();
    return null;
  } catch {
    return "a disk of its own needs the right to mount one (root)";
  }
}

export function makeSmallDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), "tom-disk-"));
  try {
    mount("-t", "tmpfs", "-o", `size=${megabytes}m,mode=0700`, "tom-test", path);
  } catch (error) {
    rmSync(path, { recursive: true, force: true });
    throw error;
  }
  const filler = join(path, "filler");
  return {
    path,
    fill() {
      // Ever smaller pieces, until not even the smallest fits.
      for (let bytes = megabytes * 1024 * 1024; bytes >= 4096; ) {
        try {
          writeFileSync(filler, Buffer.alloc(bytes), { flag: "a" });
        } catch {
          bytes = Math.floor(bytes / 2);
        }
      }
    },
    free: () => rmSync(filler, { force: true }),
    makeReadOnly: () => mount("-o", "remount,ro", path),
    remove() {
      unmount(path);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
