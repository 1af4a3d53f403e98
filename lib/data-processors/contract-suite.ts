import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTomError } from "@/lib/core/errors";
import type { Processor, ProcessResult } from "./contract";
import { isSentence, resultComplaints } from "./contract-checks";

/** What every data processor must do: with good files, with files of other kinds, and with damaged ones. */

type Content = string | Uint8Array;

export type ProcessorFixtures = {
  /** Files that are read without a rejected row, by name. */
  good: Readonly<Record<string, Content>>;
};

const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));

/** None of these is light curve, spectrum or image. */
const foreign: Readonly<Record<string, Content>> = {
  "one byte": "x",
  blanks: " \n\n \t\n",
  "zero bytes": new Uint8Array(5000),
  "bytes of all kinds": Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919 + (index >> 3) * 104_729) & 255),
  "a web page": "<!DOCTYPE html><html><body><script>alert(1)</script></body></html>",
  "a web page that begins late": `\n\n  <html><head></head></html>`,
  "a drawing with a script": `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
  "UTF-16 that is no table": utf16("Dear colleague,\nplease find the data attached.\n"),
  "UTF-16 that breaks off": utf16("time,filter,magnitude\n59000,r,18\n").slice(0, -1),
  "UTF-16 without a mark": utf16("time,filter,magnitude\n59000,r,18\n").slice(2),
  "a ZIP archive": new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0]),
  "a PDF": "%PDF-1.7\n1 0 obj\n",
  "GIF and HTML at once": "GIF89a/*<html><script>alert(1)</script>*/",
  "an entity bomb": `<?xml version="1.0"?><!DOCTYPE v [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><VOTABLE>&b;</VOTABLE>`,
  "a deep nest": `<VOTABLE>${"<RESOURCE>".repeat(20_000)}`,
  "a million columns": `${Array.from({ length: 1_000_000 }, (_, index) => `c${index}`).join(",")}\n1,2,3\n`,
  "one endless line": "9".repeat(3_000_000),
  prose: "Dear colleague,\nplease find the data attached.\nBest wishes\n",
};

const bytesOf = (content: Content): Uint8Array =>
  typeof content === "string" ? new TextEncoder().encode(content) : content;

export function processorContractSuite(name: string, processor: Processor, fixtures: ProcessorFixtures): void {
  const run = async (content: Content): Promise<ProcessResult> => {
    const bytes = bytesOf(content);
    return processor.process({
      file: { size: bytes.length, read: (offset, length) => bytes.slice(offset, offset + length) },
      name: "upload",
      timeScale: "utc",
      target: { raDeg: 150, decDeg: 20 },
      onProgress: () => undefined,
    });
  };

  /** Null when it was read; what else may come of a file is one sentence. */
  const refusalOf = async (content: Content): Promise<string | null> => {
    try {
      expect(resultComplaints(await run(content))).toEqual([]);
      return null;
    } catch (error) {
      if (!isTomError(error)) throw error;
      expect(["INVALID_INPUT", "LIMIT_EXCEEDED"]).toContain(error.code);
      expect(isSentence(error.message), error.message).toBe(true);
      return error.message;
    }
  };

  describe(`${name} keeps the data processors' contract`, () => {
    it.each(Object.entries(fixtures.good))(
      "reads %s to believable rows, the same each time",
      async (_name, content) => {
        const result = await run(content);
        expect(resultComplaints(result)).toEqual([]);
        expect(result.rejectedTotal).toBe(0);
        expect(await run(content)).toEqual(result);
        expect(structuredClone(result)).toEqual(result);
      },
    );

    it.each(Object.entries(foreign))("refuses %s with one sentence", async (_name, content) => {
      expect(await refusalOf(content)).not.toBeNull();
    });

    it.each(Object.entries(fixtures.good))(
      "takes %s, cut off anywhere, as what is left or not at all",
      async (_name, content) => {
        const bytes = bytesOf(content);
        const cut = fc.integer({ min: 1, max: bytes.length - 1 });
        await fc.assert(
          fc.asyncProperty(cut, async (length) => {
            await refusalOf(bytes.slice(0, length));
          }),
          { numRuns: 40 },
        );
      },
    );

    it.each(Object.entries(fixtures.good))("never breaks on %s with damaged bytes", async (_name, content) => {
      const bytes = bytesOf(content);
      const damage = fc.array(fc.tuple(fc.nat(Math.min(bytes.length, 6000) - 1), fc.nat(255)), {
        minLength: 1,
        maxLength: 8,
      });
      await fc.assert(
        fc.asyncProperty(damage, async (changes) => {
          const damaged = bytes.slice();
          for (const [at, byte] of changes) damaged[at] = byte;
          await refusalOf(damaged);
        }),
        { numRuns: 80 },
      );
    });
  });
}
