/** `npm run build`: `.next` and `dist`, from the sources as they are. */
import { build } from "./steps/build.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { withLock } from "./steps/lock.mjs";
import { endOnSignal } from "./steps/processes.mjs";
import { endWith, say, sayStep } from "./steps/report.mjs";

endOnSignal();
const started = performance.now();
try {
  const work = async () => {
    await ensureInstalled();
    return build({ show: true });
  };
  await withLock("checkout", work, (pid) => say(`Waiting for process ${pid}, which installs or builds here`));
  sayStep("Built .next and dist", started);
} catch (error) {
  // What the build said is on the screen already.
  endWith(error instanceof Error ? error.message : error);
}
