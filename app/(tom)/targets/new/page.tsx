import type { Metadata } from "next";
import { PageTitle } from "@/components/ui/page-title";
import { Panel } from "@/components/ui/panel";
import { TargetForm } from "../_components/form-target";
import { emptyValues } from "../_components/form-values";
import { checkDuplicatesAction, createTargetAction, findPlaceAction } from "./_server/actions";
import { loadNewTarget } from "./_server/loaders";

export const metadata: Metadata = { title: "New target" };

type Props = { searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

const lengthMax = 300;

export default async function NewTargetPage({ searchParams }: Props) {
  const search = await searchParams;
  const { extraFields, groups, defaults } = await loadNewTarget();
  const given = (name: string): string => {
    const value = search[name];
    return typeof value === "string" ? value.slice(0, lengthMax) : "";
  };
  const type = given("type") === "NON_SIDEREAL" || given("type") === "SIDEREAL" ? given("type") : defaults.type;
  const initial = emptyValues({
    type: type === "NON_SIDEREAL" ? "NON_SIDEREAL" : "SIDEREAL",
    visibility: defaults.visibility,
    name: given("name"),
    ra: given("ra"),
    dec: given("dec"),
  });
  return (
    <>
      <PageTitle title="New target" breadcrumb={[{ label: "Targets", href: "/targets" }]} />
      <Panel>
        <TargetForm
          initial={initial}
          extraFields={extraFields}
          groups={groups}
          check={checkDuplicatesAction}
          findPlace={findPlaceAction}
          targetId={null}
          save={createTargetAction}
          cancelHref="/targets"
        />
      </Panel>
    </>
  );
}
