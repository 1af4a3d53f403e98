import { Fragment } from "react";
import { Muted } from "@/components/ui/text";
import type { Sighting } from "@/lib/alerts/types";
import { isSolarSystemObject, type SolarSystemMatch, solarSystemText } from "@/lib/astro/solar-system";
import styles from "./class-cell.module.css";
import { WarningMark } from "./warning-mark";

type Class = Sighting["classifications"][number];

/** What stands beside these classes, in sentences: of what none of them has, nothing is said. */
function meaningOf(classes: readonly Class[]): string[] {
  const hasDate = classes.some(({ date }) => date !== null);
  if (!classes.some(({ probability }) => probability !== null))
    return hasDate ? ["The date beside a class is when its classifier gave it."] : [];
  return [
    `The number beside a class is the probability that its classifier gives it${hasDate ? ", the date when it did" : ""}.`,
    "Each classifier has its own classes and its own scale, so that numbers of two of them are not comparable.",
  ];
}

type MeaningProps = { classes: readonly Class[]; score?: string };

/** What the numbers of a table mean, in words that need no mouse; `score` is the broker's own sentence on its score. */
export function ClassMeaning({ classes, score }: MeaningProps) {
  const sentences = [...meaningOf(classes), ...(score === undefined ? [] : [`Score: ${score}`])];
  return sentences.length === 0 ? null : <p className={styles.meaning}>{sentences.join(" ")}</p>;
}

const probabilityOf = ({ probability }: Class): string => (probability === null ? "" : ` ${probability.toFixed(2)}`);

/** A name in parts of at most this many characters, cut behind underscores: `stamp_classifier` is one. */
const partMost = 20;

function partsOf(name: string): string[] {
  const parts: string[] = [];
  for (const word of name.split(/(?<=_)/)) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + word.length <= partMost) parts[parts.length - 1] = last + word;
    else parts.push(word);
  }
  return parts;
}

/** `stamp_classifier 1.0.4`; a version that begins with the name stands for both. */
function classifierText({ classifier, version }: Class): string {
  if (version === null) return classifier ?? "";
  return classifier === null || version.startsWith(classifier) ? version : `${classifier} ${version}`;
}

/** Whose class it is and of when; only a long name of a classifier breaks, at its underscores, a date does not. */
function By({ of }: { of: Class }) {
  const { date } = of;
  const text = classifierText(of);
  const words = partsOf(text);
  return (
    <>
      {words.map((word, index) => (
        <Fragment key={words.slice(0, index + 1).join("")}>
          {word}
          {index < words.length - 1 ? <wbr /> : null}
        </Fragment>
      ))}
      {text === "" || date === null ? null : ", "}
      {date === null ? null : <span className={styles.date}>{date.slice(0, 10)}</span>}
    </>
  );
}

/** The first class, below it whose it is and of when, and the others on wish. */
export function ClassCell({ classes, none }: { classes: readonly Class[]; none: string }) {
  const [first, ...rest] = classes;
  if (first === undefined) return <Muted>{none}</Muted>;
  return (
    <>
      {first.name}
      {probabilityOf(first)}
      {classifierText(first) === "" && first.date === null ? null : (
        <span className={styles.by}>
          <By of={first} />
        </span>
      )}
      {rest.length === 0 ? null : (
        <details className={styles.rest}>
          <summary>and {rest.length} more</summary>
          {rest.map((one) => (
            <span key={[one.name, one.classifier, one.version, one.probability].join(" ")} className={styles.other}>
              {one.name}
              {probabilityOf(one)}{" "}
              <Muted>
                <By of={one} />
              </Muted>
            </span>
          ))}
        </details>
      )}
    </>
  );
}

/** A known solar-system object beside an alert; one that is farther away than a match is told of in passing. */
export function SolarSystemFlag({ match }: { match: SolarSystemMatch | null | undefined }) {
  if (!match) return null;
  const text = `Solar system: ${solarSystemText(match)}`;
  if (!isSolarSystemObject(match)) return <span className={styles.by}>{text}</span>;
  return <WarningMark>{text}</WarningMark>;
}
