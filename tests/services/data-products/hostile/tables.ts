import { type Hostile, photometry, processed, spectrum, text } from "./entry";

const table = "time,filter,magnitude,error\n60000.5,r,18.1,0.1\n";
const utf16 = Buffer.from(table.replace("60000.5", "60001.5"), "utf16le");
const swapped = Buffer.from(table.replace("60000.5", "60002.5"), "utf16le").swap16();
/** A row of its own each time: one that is known already is not taken again. */
const rowAt = (mjd: number): string => `time,filter,magnitude,error\n${mjd}.5,r,18.1,0.1\n`;
const million = 1_000_000;

const votable = (inside: string, before = ""): Uint8Array =>
  text(`<?xml version="1.0"?>${before}<VOTABLE><RESOURCE><TABLE>${inside}</TABLE></RESOURCE></VOTABLE>`);

/** Each entity ten times the one before: a billion words in a few lines. */
const laughs = Array.from(
  { length: 9 },
  (_, at) => `<!ENTITY l${at + 1} "${(at === 0 ? "lol" : `&l${at};`).repeat(10)}">`,
).join("");

const column = '<FIELD name="mjd" datatype="double"/><FIELD name="mag" datatype="char" arraysize="*"/>';

export const tables: Readonly<Record<string, Hostile>> = {
  "a table of formulas": photometry(
    () => text('time,filter,magnitude,error,telescope\n60000.5,r,18.1,0.1,"=HYPERLINK(""http://x"")"\n'),
    { ...processed, counts: { accepted: 1, rejected: 0 } },
  ),
  "formulas for numbers": photometry(() => text("time,filter,magnitude\n=1+60000,r,18\n60001,r,=cmd|' /C calc'!A0\n"), {
    ...processed,
    counts: { accepted: 0, rejected: 2 },
  }),
  "a table in UTF-16": photometry(() => Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), {
    ...processed,
    counts: { accepted: 1, rejected: 0 },
  }),
  "a table in UTF-16 from the other end": photometry(() => Buffer.concat([Buffer.from([0xfe, 0xff]), swapped]), {
    ...processed,
    counts: { accepted: 1, rejected: 0 },
  }),
  "a table in UTF-16 without its mark": photometry(() => utf16, { says: /UTF-16 without its mark/ }),
  "UTF-16 that breaks off in a character": photometry(
    () => Buffer.concat([Buffer.from([0xff, 0xfe]), utf16.subarray(0, -1)]),
    { says: /UTF-16, and damaged/ },
  ),
  "a table with a NUL": photometry(() => text(table.replace("r,18.1", "\0,18.1")), { says: /zero bytes/ }),
  "a table whose text turns its direction": photometry(
    () => text(table.replace("r,18.1", "\u202er\u2066,18.1")),
    processed,
  ),
  "a table of a million columns": photometry(
    () => text(`${Array.from({ length: million }, (_, at) => `c${at}`).join(",")}\n${"1,".repeat(million - 1)}1\n`),
    { says: /columns|characters|first line/ },
  ),
  "a table of two hundred thousand columns": photometry(() => text(`${"a,".repeat(200_000)}b\n`), {
    says: /200001 columns; at most 1000/,
  }),
  "a million columns between blanks": photometry(() => text(`${"a ".repeat(million)}b\n${"1 ".repeat(million)}1\n`), {
    says: /columns|characters|first line/,
  }),
  "a row of a million cells": photometry(() => text(`${table}60001.5,r,18.1,0.1${",1".repeat(million)}\n`), {
    says: /Line 3 has 2000018 characters/,
  }),
  "a row of a hundred thousand cells": photometry(
    () => text(`${rowAt(60_003)}60001.5,r,18.1,0.1${",1".repeat(100_000)}\n`),
    { ...processed, counts: { accepted: 1, rejected: 1 } },
  ),
  "a spectrum of a million columns": spectrum(() => text(`${"5000,".repeat(million)}1\n`), {}),
  "one endless line": photometry(() => text("9".repeat(60 * million)), {
    says: /The first line has more than 4000000 bytes/,
  }),
  "a line of blanks": photometry(() => text(`${rowAt(60_004)}${" ".repeat(million - 1)}x\n`), {
    ...processed,
    counts: { accepted: 1, rejected: 1 },
  }),
  "a million comments": spectrum(() => text(`${"# A: b\n".repeat(million)}5000 1\n`), {}),
  "more rows than are read": photometry(() => text(`time,filter,magnitude\n${"60000.5,r,18\n".repeat(500_001)}`), {
    says: /more than 500000 rows/,
  }),
  "half a table": photometry(() => text('time,filter,magnitude,error\n60000.5,"r'), { says: /quotation mark/ }),
  "numbers that are none": photometry(
    () => text("time,filter,magnitude,error\nNaN,r,18,0.1\n60000.5,r,1e400,0.1\n-1e9,r,18,0.1\n60005.5,r,18,0.1\n"),
    { ...processed, counts: { accepted: 1, rejected: 3 } },
  ),
  "a billion words in entities": photometry(
    () => votable(`<DESCRIPTION>&l9;</DESCRIPTION>${column}`, `<!DOCTYPE v [${laughs}]>`),
    { contentType: "application/x-votable+xml" },
  ),
  "an entity that reads a file": photometry(
    () =>
      votable(
        `${column}<DATA><TABLEDATA><TR><TD>60000.5</TD><TD>&f;</TD></TR></TABLEDATA></DATA>`,
        '<!DOCTYPE v [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
      ),
    { contentType: "application/x-votable+xml" },
  ),
  "a binary VOTable that claims more than it has": photometry(() =>
    votable(
      '<FIELD name="mjd" datatype="double" arraysize="*"/><DATA><BINARY><STREAM encoding="base64">f////w==</STREAM></BINARY></DATA>',
    ),
  ),
  "a VOTable whose data lie elsewhere": photometry(() =>
    votable(`${column}<DATA><BINARY><STREAM href="http://127.0.0.1:1/secret"/></BINARY></DATA>`),
  ),
  "elements in elements without end": photometry(() => text(`<VOTABLE>${"<RESOURCE>".repeat(200_000)}`)),
};
