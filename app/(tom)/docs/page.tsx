import type { Metadata } from "next";
import { documents, readDocument } from "@/lib/web/documents";
import { Document } from "./_components/document";

export const metadata: Metadata = { title: "Documentation" };

const name = "getting-started";

export default async function DocsPage() {
  return <Document name={name} title={documents[name]} text={await readDocument(name)} documents={documents} />;
}
