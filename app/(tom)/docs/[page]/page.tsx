import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { documents, isDocument, readDocument } from "@/lib/web/documents";
import { Document } from "../_components/document";

type Props = { params: Promise<{ page: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { page } = await params;
  return { title: isDocument(page) ? documents[page] : "Documentation" };
}

export default async function DocumentPage({ params }: Props) {
  const { page } = await params;
  if (!isDocument(page)) notFound();
  return <Document name={page} title={documents[page]} text={await readDocument(page)} documents={documents} />;
}
