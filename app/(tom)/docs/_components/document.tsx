import { Tabs } from "@/components/ui/links";
import { Markdown } from "@/components/ui/markdown";
import { PageTitle } from "@/components/ui/page-title";
import { Panel } from "@/components/ui/panel";
import styles from "./docs.module.css";

const hrefOf = (name: string): string => (name === "getting-started" ? "/docs" : `/docs/${name}`);

type Props = { name: string; title: string; text: string; documents: Readonly<Record<string, string>> };

// Documents link each other by file name; inside the app those are pages.
const toPage = (text: string): string =>
  text.replace(/\]\((?:\.\/)?([a-z-]+)\.md(#[^)]*)?\)/g, (_, name, hash = "") => `](/docs/${name}${hash})`);

/** One document of the repository, as a page of the app. */
export function Document({ name, title, text, documents }: Props) {
  // The title stands above already.
  const body = toPage(text.replace(/^# .*\n/, ""));
  return (
    <>
      <PageTitle title={title} />
      <Tabs
        label="Documents"
        tabs={[
          ...Object.entries(documents).map(([one, label]) => ({ href: hrefOf(one), label, current: one === name })),
          { href: "/docs/api", label: "HTTP API" },
        ]}
      />
      <div className={styles.document}>
        <Panel>
          <Markdown text={body} />
        </Panel>
      </div>
    </>
  );
}
