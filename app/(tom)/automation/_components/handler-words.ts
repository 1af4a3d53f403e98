/** What a handler sees, by its declared scope. */
export const scopeWords: Readonly<Record<string, string>> = {
  object: "Sees the target of the event",
  open: "Sees open targets",
  actor: "Sees what the person who made the change sees",
  everything: "Sees all targets",
};
