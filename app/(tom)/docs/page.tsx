import type { Metadata } from "next";
import { Document } from "./_components/document";

export const metadata: Metadata = { title: "Documentation" };

export default function DocsPage() {
  return <Document name="getting-started" />;
}
