import { isTomError } from "@/lib/core/errors";

/** For pages: a cursor that is none of the list's, or whose row has been cleaned up since, shows its first page. */
export async function orFirstPage<Page>(
  cursor: string | null | undefined,
  read: (cursor: string | undefined) => Promise<Page>,
): Promise<Page> {
  const from = cursor ?? undefined;
  try {
    return await read(from);
  } catch (error) {
    if (from !== undefined && isTomError(error) && error.code === "INVALID_INPUT") return read(undefined);
    throw error;
  }
}
