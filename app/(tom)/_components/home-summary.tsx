import { Fragment } from "react";
import { UtcTime } from "@/components/ui/values";
import { counted } from "@/lib/core/counted";
import { failureLines } from "./home-news";
import { type Home, newTargetsMost } from "./home-types";

type News = { href: string; words: string };

function newsOf({ lastHomeAt, newTargets, queries, mentions, failures }: Home & { lastHomeAt: string }): News[] {
  const since = lastHomeAt;
  const alerts = (queries ?? []).reduce((sum, query) => sum + (query.newSinceLook ?? 0), 0);
  const called = (mentions ?? []).filter((mention) => mention.createdAt > since).length;
  const failed = failures === null ? 0 : failureLines(failures).filter((line) => line.at > since).length;
  const made = `/targets?createdAfter=${encodeURIComponent(since)}`;
  return [
    {
      count: newTargets ?? 0,
      href: made,
      words: ["new target", (newTargets ?? 0) < newTargetsMost ? "new targets" : "new targets and more"],
    },
    { count: alerts, href: "#saved-queries", words: ["new alert", "new alerts"] },
    { count: called, href: "#mentions", words: ["mention", "mentions"] },
    { count: failed, href: "#failures", words: ["failure", "failures"] },
  ].flatMap(({ count, href, words: [one = "", many = ""] }) =>
    count === 0 ? [] : [{ href, words: counted(count, one, many) }],
  );
}

/** What changed since the reader looked last, in a sentence whose words lead there. */
export function HomeSummary({ home }: { home: Home }) {
  const { lastHomeAt, now } = home;
  if (lastHomeAt === null) return <>Welcome. From now on this page says what changed since you looked last.</>;
  const news = newsOf({ ...home, lastHomeAt });
  return (
    <>
      Since you were here <UtcTime iso={lastHomeAt} show="ago" now={now} />:{" "}
      {news.length === 0
        ? "nothing new."
        : news.map((part, index) => (
            <Fragment key={part.href}>
              {index > 0 ? ", " : ""}
              <a href={part.href}>{part.words}</a>
            </Fragment>
          ))}
    </>
  );
}
