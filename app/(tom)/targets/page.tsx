import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { PageTitle } from "@/components/ui/page-title";
import { Stack } from "@/components/ui/panel";
import { FirstSteps } from "../_components/home-first-steps";
import type { Search } from "./_components/list-address";
import { ListFilters } from "./_components/list-filters";
import { ListTable } from "./_components/list-table";
import { isEmptyInstallation, loadTargetList } from "./_server/list-loaders";

export const metadata: Metadata = { title: "Targets" };

export default async function TargetsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const list = await loadTargetList(await searchParams);
  const { signedIn, isAdministrator } = list;
  return (
    <Stack>
      <PageTitle
        title="Targets"
        actions={
          signedIn ? (
            <ButtonLink href="/targets/import" icon="upload">
              Import
            </ButtonLink>
          ) : undefined
        }
        primary={
          signedIn ? (
            <ButtonLink href="/targets/new" look="primary" icon="plus">
              New target
            </ButtonLink>
          ) : undefined
        }
      />
      {signedIn && isEmptyInstallation(list) ? (
        <FirstSteps isAdministrator={isAdministrator} />
      ) : (
        <>
          <ListFilters {...list} />
          <ListTable list={list} />
        </>
      )}
    </Stack>
  );
}
