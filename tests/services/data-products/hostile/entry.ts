/** What stands in the corpus of uploads: a file that nobody wishes for, and what it is to meet. */
export type Hostile = {
  type: string;
  filename?: string;
  bytes: () => Uint8Array;
  /** `refused`: nothing is stored; otherwise what its processing ends in. */
  verdict: { refused: number } | { ends: "uploaded" | "processed" | "failed" };
  /** What the person is told of a file that could not be read, or whose upload was refused. */
  says?: RegExp;
  /** What is in it, told from its content. */
  contentType?: string;
  /** Rows that were taken and rejected. */
  counts?: { accepted: number; rejected: number };
  /** Sent without saying how large it is. */
  unannounced?: boolean;
};

type Rest = Partial<Omit<Hostile, "bytes" | "type">>;

const ofType =
  (type: string) =>
  (bytes: () => Uint8Array, rest: Rest = {}): Hostile => ({ type, bytes, verdict: { ends: "failed" }, ...rest });

/** Each fails unless it says otherwise. */
export const photometry = ofType("photometry");
export const spectrum = ofType("spectroscopy");
export const image = ofType("image");
/** A type that nothing reads: kept as it came. */
export const unread = (bytes: () => Uint8Array, rest: Rest = {}): Hostile => ({
  ...ofType("other")(bytes),
  verdict: { ends: "uploaded" },
  ...rest,
});

export const processed = { verdict: { ends: "processed" } } as const;

export const text = (content: string): Uint8Array => Buffer.from(content, "utf8");
