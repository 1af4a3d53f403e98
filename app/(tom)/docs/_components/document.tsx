import { Tabs } from "@/components/ui/links";
import { Markdown } from "@/components/ui/markdown";
import { PageTitle } from "@/components/ui/page-title";
import { Panel } from "@/components/ui/panel";
import { type DocumentName, documents, readDocument } from "@/lib/web/documents";
import styles from "./docs.module.css";

const hrefOf = (name: DocumentName): string => (name === "getting-started" ? "/docs" : `/docs/${name}`);

// Documents link each other by file name; inside the app those are pages.
const toPage = (text: string): string =>
  text.replace(/\]\((?:\.\/)?([a-z-]+)\.md(#[^)]*)?\)/g, (_, name, hash = "") => `](/docs/${name}${hash})`);

/** One document of the repository, as a page of the app. */
export async function Document({ name }: { name: DocumentName }) {
  const text = await readDocument(name);
  // The title stands above already.
  const body = toPage(text.replace(/^# .*\n/, ""));
  const names = Object.keys(documents) as DocumentName[];
  return (
    <>
      <PageTitle title={documents[name]} />
      <Tabs
        label="Documents"
        tabs={[
          ...names.map((one) => ({ href: hrefOf(one), label: documents[one], current: one === name })),
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
