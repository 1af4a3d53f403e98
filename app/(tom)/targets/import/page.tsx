import type { Metadata } from "next";
import { PageTitle } from "@/components/ui/page-title";
import { Panel } from "@/components/ui/panel";
import { loadNewTarget } from "../new/_server/loaders";
import { ImportForm } from "./_components/import-form";

export const metadata: Metadata = { title: "Import targets" };

export default async function ImportPage() {
  const { groups, defaults } = await loadNewTarget();
  return (
    <>
      <PageTitle
        title="Import targets"
        breadcrumb={[{ label: "Targets", href: "/targets" }]}
        subtitle="From a CSV file, with the column names of the TOM Toolkit or of our own export. First you see what would happen to each row; nothing is made before you say so."
      />
      <Panel>
        <ImportForm groups={groups} visibility={defaults.visibility} />
      </Panel>
    </>
  );
}
