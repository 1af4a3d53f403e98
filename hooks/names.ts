import type { HandlerReference } from "@/lib/hooks/contract";

/**
 * The handlers that tom.config.ts can name. Only names here: a handler's code is loaded when it first runs, so that
 * whatever reads the config without running hooks loads none of it.
 */
export const crossMatch: HandlerReference<"target_post_save"> = {
  name: "crossMatch",
  summary: "Compares a saved target with all others, by name and by position, and notes possible duplicates on both",
  load: async () => (await import("./cross-match")).crossMatch,
};
