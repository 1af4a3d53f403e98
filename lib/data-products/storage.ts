import type { Readable } from "node:stream";

/**
 * Where the bytes of files are: a port, so that a store elsewhere can stand behind it. Keys are random and made here:
 * nothing that a person writes is ever part of one. What is stored under a key never changes.
 */
export interface FileStore {
  /**
   * Takes a stream to its end and keeps nothing of it unless it came whole. `signal` ends it from outside.
   * @throws FileTooLarge past `maxBytes`, MISCONFIGURED when the store has no room or cannot be written, else what the
   *   stream failed with
   */
  put(source: Readable, options: { maxBytes: number; signal?: AbortSignal }): Promise<StoredFile>;
  /** Bytes from `start` to `end`, both included; the whole when left out. @throws NOT_FOUND when there is nothing */
  open(key: string, range?: { start: number; end: number }): Promise<Readable>;
  /** The same as a path for a reader on this machine, and its end when that reader is done. @throws NOT_FOUND */
  onDisk(key: string): Promise<{ path: string; done(): Promise<void> }>;
  /** Nothing to remove is no error. */
  remove(key: string): Promise<void>;
  /** Ends what a process before this one left half written. */
  removeUnfinished(): Promise<void>;
  /** Every key that was put before this time, in no order. */
  keysBefore(time: Date): AsyncIterable<string>;
}

export type StoredFile = {
  key: string;
  sizeBytes: number;
  /** Hexadecimal SHA-256 of the bytes. */
  sha256: string;
  /** The first bytes, at most `headBytes`: what the content's type is told from. */
  head: Uint8Array;
};

export const headBytes = 4096;

/** A file went past its limit. The door says so in its own words. */
export class FileTooLarge extends Error {
  constructor(readonly maxBytes: number) {
    super(`A file may have at most ${maxBytes} bytes.`);
    this.name = "FileTooLarge";
  }
}

// The store is made once in a process, its callers may be other copies of this module: class identity is not enough.
export const isFileTooLarge = (error: unknown): boolean => error instanceof Error && error.name === "FileTooLarge";
