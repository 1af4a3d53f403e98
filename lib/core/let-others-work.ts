/**
 * Lets what waits in this process have its turn. The database driver answers without going round the event loop, so a
 * long loop over it would hold everybody up.
 */
export const letOthersWork = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
