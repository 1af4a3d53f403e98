import { PageTitle } from "@/components/ui/page-title";
import { Notice } from "@/components/ui/states";
import { textsOf } from "@/lib/brokers/query-forms";
import { QueryForm } from "../../../_components/query-form";
import { loadQuery, loadQueryForm } from "../../../_server/loaders";

export default async function EditQueryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [{ query, broker }, { groups }] = await Promise.all([loadQuery(id), loadQueryForm()]);
  return (
    <>
      <PageTitle
        title={`Edit ${query.name}`}
        breadcrumb={[
          { label: "Saved queries", href: "/alerts/queries" },
          { label: query.name, href: `/alerts/queries/${id}` },
        ]}
      />
      {query.readable ? null : (
        <Notice tone="warning" framed>
          The broker's form changed since this query was saved. Check the fields and save it again.
        </Notice>
      )}
      {query.rule === null ? null : (
        <Notice framed>
          Its rule acts in the name of {query.rule.author ?? "a deleted account"}. Whoever changes what the query asks
          lets it act in her own name.
        </Notice>
      )}
      {broker === null ? (
        <Notice tone="bad" framed>
          This TOM no longer offers the broker of this query.
        </Notice>
      ) : (
        <QueryForm
          brokerId={query.brokerId}
          groups={groups}
          query={{
            id,
            version: query.version,
            name: query.name,
            groupId: query.group?.id ?? "",
            schedule: query.schedule ?? "",
          }}
          given={textsOf(query.parameters)}
        />
      )}
    </>
  );
}
