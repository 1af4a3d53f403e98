import * as z from "zod/mini";

/** One upload by XMLHttpRequest: the one way of a browser to say how far it is. */

export type Sending = { targetId: string; type: string; timeScale: string; file: File; key: string };

export type Sent = { ok: true; id: string } | { ok: false; message: string };

const stored = z.object({ id: z.string() });
const refused = z.object({ error: z.object({ message: z.string() }) });

function answerOf(status: number, text: string): Sent {
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    // Said below.
  }
  const done = stored.safeParse(body);
  if (status === 201 && done.success) return { ok: true, id: done.data.id };
  const why = refused.safeParse(body);
  return { ok: false, message: why.success ? why.data.error.message : "The server could not answer." };
}

/** `onProgress` hears the bytes that are under way. Resolves with what became of it; the signal ends it. */
export function sendFile(
  { targetId, type, timeScale, file, key }: Sending,
  onProgress: (sentBytes: number) => void,
  signal: AbortSignal,
): Promise<Sent> {
  return new Promise((resolve) => {
    const call = new XMLHttpRequest();
    const end = () => call.abort();
    const settle = (sent: Sent) => {
      signal.removeEventListener("abort", end);
      resolve(sent);
    };
    call.open("POST", "/api/v1/data-products");
    // Sent again after an answer that was lost, it is the same upload.
    call.setRequestHeader("Idempotency-Key", key);
    call.upload.addEventListener("progress", (event) => onProgress(event.loaded));
    call.addEventListener("load", () => settle(answerOf(call.status, call.responseText)));
    call.addEventListener("error", () => settle({ ok: false, message: "The connection broke off." }));
    call.addEventListener("abort", () => settle({ ok: false, message: "Stopped." }));
    signal.addEventListener("abort", end, { once: true });
    const form = new FormData();
    // Before the file, so that a refusal comes before its bytes are sent.
    form.append("targetId", targetId);
    form.append("type", type);
    form.append("timeScale", timeScale);
    form.append("file", file);
    call.send(form);
  });
}
