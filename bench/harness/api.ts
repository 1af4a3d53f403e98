import * as z from "zod";
import type { Measurement } from "@/lib/reduced-data/commands/measurement";

const created = z.object({ id: z.string() });

export const postJson = (url: string, token: string, body: unknown): Promise<unknown> =>
  call(url, token, { method: "POST", body: JSON.stringify(body) });

export const getJson = (url: string, token: string): Promise<unknown> => call(url, token, {});

async function call(url: string, token: string, given: { method?: string; body?: string }): Promise<unknown> {
  const response = await fetch(url, {
    ...given,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

/** The id of the target made. */
export const createTarget = async (url: string, token: string, target: Record<string, unknown>): Promise<string> =>
  created.parse(await postJson(`${url}/api/v1/targets`, token, target)).id;

/** Rows as a program sends them. @throws when one is refused */
export async function postPhotometry(
  url: string,
  token: string,
  targetId: string,
  rows: readonly Measurement[],
): Promise<void> {
  const body = rows.map(({ kind, producer: _producer, originalScale: _scale, originalTime: _time, ...row }) => ({
    ...row,
    // The API takes a row for a measurement or for a limit; a broker sends the limit of the image beside a measurement.
    ...(row.mag === null && row.fluxNjy === null ? {} : { limitMag: null, limitSigma: null }),
    forced: kind === "forced",
  }));
  const answer = await postJson(`${url}/api/v1/targets/${targetId}/photometry`, token, body);
  const { inserted } = z.object({ inserted: z.number() }).parse(answer);
  if (inserted !== rows.length) throw new Error(`${inserted} of ${rows.length} rows were stored`);
}
