import type { ErrorCode } from "@/lib/core/errors";
import type { PhotometryResult, ProcessRequest, ProcessResult } from "./contract";

/** What the two threads say to each other. */

export type WorkerTask = Omit<ProcessRequest, "path"> & { fd: number; size: number };

export type PhotometryRows = PhotometryResult["rows"];

export type FromWorker =
  | { kind: "progress"; fraction: number }
  /** A part of the rows; the next one comes after `more`, so that neither thread is kept busy for long. */
  | { kind: "rows"; rows: PhotometryRows }
  | { kind: "done"; result: ProcessResult }
  | { kind: "refused"; code: ErrorCode; message: string }
  /** A fault of ours: `stack` is for the log. */
  | { kind: "broken"; stack: string };

export type ToWorker = { kind: "more" };

export const rowsAtOnce = 2000;
