import { v7 } from "uuid";

/** A new UUIDv7 as text: sorts by creation time; the only kind of id that leaves the house. */
export const newId = (): string => v7();

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const isId = (text: string): boolean => uuid.test(text);
