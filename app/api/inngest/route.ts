import { answerInngest } from "@/lib/web/inngest-door";

export const dynamic = "force-dynamic";

export { answerInngest as GET, answerInngest as POST, answerInngest as PUT };
