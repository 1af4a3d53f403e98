import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/**
 * False in the server's HTML, true once this part of the page listens. A button that only a script answers is disabled
 * until then: a click that nobody hears would be taken for one that failed.
 */
export const useLive = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
