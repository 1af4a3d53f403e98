import { PageTitle } from "@/components/ui/page-title";

export default function HomePage() {
  return <PageTitle title="Home" />;
}
