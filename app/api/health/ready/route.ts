import { readiness } from "@/lib/web/health";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  const answer = await readiness();
  return Response.json(answer, {
    status: answer.status === "ok" ? 200 : 503,
    headers: { "Cache-Control": "no-store" },
  });
}
