import { integer, text } from "drizzle-orm/sqlite-core";

/** Integer row id: joins and search inside the house; never leaves it. */
export const pk = () => integer("pk").primaryKey();

/** UUIDv7 as text: the only id that leaves the house. */
export const publicId = () => text("id").notNull().unique();

/** An instant as ISO 8601 UTC with milliseconds. */
export const instant = (name: string) => text(name);

/** A JSON document, parsed by zod where it is read. */
export const json = (name: string) => text(name, { mode: "json" });

export const flag = (name: string) => integer(name, { mode: "boolean" });
