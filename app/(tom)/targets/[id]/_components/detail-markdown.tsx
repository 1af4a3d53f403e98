import type { ComponentProps } from "react";
import Markdown, { type Components } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { Prose } from "@/components/ui/text";
import { markMentions } from "./detail-mentions";

const schemes = ["http", "https", "mailto"];

/** No images: they would tell other sites who reads what. No ids: a comment cannot pass for a part of the page. */
const allowed: ComponentProps<typeof Markdown>["rehypePlugins"] = [
  [
    rehypeSanitize,
    {
      ...defaultSchema,
      tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== "img"),
      protocols: { href: schemes },
      attributes: { ...defaultSchema.attributes, "*": [] },
    },
  ],
];

/** Headings begin below those of the page. */
const components: Components = {
  h1: "h3",
  h2: "h4",
  h3: "h5",
  h4: "h6",
  a: ({ href, children }) =>
    href === undefined || href === "" ? (
      <span>{children}</span>
    ) : (
      <a href={href} rel="noreferrer noopener nofollow" target="_blank">
        {children}
      </a>
    ),
};

/** A comment as it reads: GitHub's Markdown, cleaned; names that were mentioned stand out. */
export function CommentText({ text, mentions }: { text: string; mentions: readonly string[] }) {
  return (
    <Prose>
      <Markdown
        remarkPlugins={[remarkGfm, [markMentions, mentions]]}
        rehypePlugins={allowed}
        components={components}
        urlTransform={(url) => (schemes.some((scheme) => url.toLowerCase().startsWith(`${scheme}:`)) ? url : "")}
      >
        {text}
      </Markdown>
    </Prose>
  );
}
