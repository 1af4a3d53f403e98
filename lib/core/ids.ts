import { v7 } from "uuid";

/** A new UUIDv7 as text: sorts by creation time; the only kind of id that leaves the house. */
export const newId = (): string => v7();
