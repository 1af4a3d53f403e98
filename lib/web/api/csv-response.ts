/** A download that is made while it is read: the next piece is fetched when the reader asks for it. */
export async function csvResponse(fileName: string, pieces: AsyncGenerator<string>): Promise<Response> {
  const encoder = new TextEncoder();
  // The first piece is made before the answer begins, so that a filter that is refused is still an error and no file.
  let next = await pieces.next();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (next.done) {
        controller.close();
        return;
      }
      controller.enqueue(encoder.encode(next.value));
      next = await pieces.next();
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(stream, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${fileName}"`,
      "X-Content-Type-Options": "nosniff",
    },
  });
}
