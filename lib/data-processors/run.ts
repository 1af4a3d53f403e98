import { TomError } from "@/lib/core/errors";
import type { ProcessRequest, ProcessResult, RunLimits } from "./contract";

/**
 * Reads a file in a worker thread of its own. @throws TomError INVALID_INPUT for a file that cannot be read,
 * LIMIT_EXCEEDED for one that is too large or takes too long, each with a sentence for people
 */
export async function runProcessor(_request: ProcessRequest, _limits: RunLimits): Promise<ProcessResult> {
  throw new TomError("INTERNAL", "Data processors are not here yet.");
}
