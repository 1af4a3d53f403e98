import { notFound } from "next/navigation";
import { isTomError } from "@/lib/core/errors";

/** For pages: what a query calls NOT_FOUND (or, on a page for administrators, FORBIDDEN) is the page "not found". */
export async function orNotFound<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (isTomError(error) && (error.code === "NOT_FOUND" || error.code === "FORBIDDEN")) notFound();
    throw error;
  }
}
