import Rendered from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { Prose } from "./text";

/** Our own documents as they read: GitHub's Markdown, cleaned. */
export function Markdown({ text }: { text: string }) {
  return (
    <Prose>
      <Rendered remarkPlugins={[remarkGfm]} rehypePlugins={[rehypeSanitize]}>
        {text}
      </Rendered>
    </Prose>
  );
}
