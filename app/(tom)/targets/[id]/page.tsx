import type { Metadata } from "next";
import { readAddress, type Search } from "./_components/detail-address";
import { DetailView } from "./_components/detail-view";
import { loadDetail, loadTitle } from "./_server/loaders";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await loadTitle((await params).id)) ?? "Target" };
}

export default async function TargetDetailPage({ params, searchParams }: Props) {
  const address = readAddress((await params).id, await searchParams);
  return <DetailView {...(await loadDetail(address))} />;
}
