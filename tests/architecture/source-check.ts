/** Runs the rules on the source text and prints `[{ name, note, findings, remarks }]` as JSON; scripts/check.mjs reads it. */
import { sourceRules } from "./source-rules/all-rules";
import { corpusCopies, corpusDir } from "./source-rules/corpus";
import { longFiles } from "./source-rules/manners";
import { type Finding, projectFiles, readSources } from "./source-rules/source-file";

const line = ({ path, line: number, message }: Finding): string => `${path}:${number}: ${message}`;

const files = readSources();
const results = sourceRules.map((rule) => {
  const subject = files.filter((file) => rule.appliesTo(file.path));
  return {
    name: rule.name,
    note: `${subject.length} files`,
    findings: subject.flatMap((file) => rule.check(file)).map(line),
  };
});

const corpus = corpusDir();
const copies = corpus === null ? [] : corpusCopies(corpus, projectFiles());
const long = longFiles(files);

process.stdout.write(
  JSON.stringify([
    ...results,
    {
      name: "no copy of the corpus",
      note: corpus === null ? "corpus absent" : "",
      findings: copies.map(line),
    },
    { name: "length of files", note: `${long.length} over 300`, findings: [], remarks: long.map(line) },
  ]),
);
