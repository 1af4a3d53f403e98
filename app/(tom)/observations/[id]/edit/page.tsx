import type { Metadata } from "next";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { EditObservationForm } from "../../_components/edit-observation-form";
import { loadObservationEdit } from "../../_server/loaders";

export const metadata: Metadata = { title: "Edit an observation" };

export default async function EditObservationPage({ params }: { params: Promise<{ id: string }> }) {
  const { observation, facility } = await loadObservationEdit((await params).id);
  const { id, version, observationId, scheduledStart, scheduledEnd, parameters, facilityName, targetName } =
    observation;
  return (
    <Stack>
      <PageTitle
        title={`Edit ${targetName} with ${facilityName}`}
        breadcrumb={[
          { label: "Observations", href: "/observations" },
          { label: targetName, href: `/observations/${id}` },
        ]}
      />
      <Panel>
        <EditObservationForm
          observation={{ id, version, observationId, scheduledStart, scheduledEnd, parameters, facilityName }}
          fields={facility.fields}
          mayName={facility.takesPlans}
        />
      </Panel>
    </Stack>
  );
}
