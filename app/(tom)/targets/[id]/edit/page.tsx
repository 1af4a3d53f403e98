import type { Metadata } from "next";
import { PageTitle } from "@/components/ui/page-title";
import { Panel } from "@/components/ui/panel";
import { TargetForm } from "../../_components/form-target";
import { valuesOf } from "../../_components/form-values";
import { checkDuplicatesAction } from "../../new/_server/actions";
import { updateTargetAction } from "./_server/actions";
import { loadEdit } from "./_server/loaders";

export const metadata: Metadata = { title: "Edit target" };

export default async function EditTargetPage({ params }: { params: Promise<{ id: string }> }) {
  const { target, extraFields, groups } = await loadEdit((await params).id);
  const href = `/targets/${target.id}`;
  return (
    <>
      <PageTitle
        title={`Edit ${target.name}`}
        breadcrumb={[
          { label: "Targets", href: "/targets" },
          { label: target.name, href },
        ]}
      />
      <Panel>
        <TargetForm
          initial={valuesOf(target)}
          extraFields={extraFields}
          groups={groups}
          check={checkDuplicatesAction}
          targetId={target.id}
          save={updateTargetAction}
          cancelHref={href}
        />
      </Panel>
    </>
  );
}
