/** Work that ends a process, in order, each part with its own limit so that the whole stays under ten seconds. */
export type DrainPart = { name: string; limitMs: number; run: () => Promise<void> };

/** Runs each part to its end or its limit. A part that fails or hangs is reported, and the next one still runs. */
export async function drain(parts: readonly DrainPart[], report: (line: string) => void): Promise<void> {
  for (const part of parts) {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<"late">((resolve) => {
      timer = setTimeout(() => resolve("late"), part.limitMs);
    });
    try {
      const outcome = await Promise.race([part.run().then(() => "done" as const), limit]);
      if (outcome === "late") report(`tom: ${part.name} took longer than ${part.limitMs / 1000} s and was left`);
    } catch (error) {
      report(`tom: ${part.name} failed: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      clearTimeout(timer);
    }
  }
}
