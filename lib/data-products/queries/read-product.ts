import type { Context } from "@/lib/access/context";
import { TomError } from "@/lib/core/errors";
import type { FileStore } from "../storage";
import { getProductKey } from "./get-product";

/** The bytes of a file, whole. @throws NOT_FOUND outside the scope, LIMIT_EXCEEDED beyond `maxBytes` */
export async function readProduct(
  ctx: Context,
  store: Pick<FileStore, "open">,
  { id, maxBytes }: { id: string; maxBytes: number },
): Promise<Uint8Array> {
  const { storageKey, filename, sizeBytes } = await getProductKey(ctx.database.read, ctx.scope, id);
  if (sizeBytes > maxBytes) throw new TomError("LIMIT_EXCEEDED", `${filename} is larger than ${maxBytes} bytes.`);
  const parts: Uint8Array[] = [];
  for await (const part of await store.open(storageKey)) parts.push(part as Uint8Array);
  return Buffer.concat(parts);
}
