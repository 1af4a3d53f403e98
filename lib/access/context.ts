import type { Database } from "@/db/client";
import type { TomConfig } from "@/lib/config/types";
import type { BaseContext } from "@/lib/core/context";
import type { VisibleScope } from "./scope";

/** What a command takes beside its input: who acts, under which scope, on which database, with which config. */
export type Context = BaseContext & {
  database: Database;
  scope: VisibleScope;
  config: TomConfig;
  /** The event whose handler makes this change; a handler is never fired by its own change. */
  cause?: { eventId: string; handler: string; depth: number };
};

/** The part of it that people and access need; a `Context` is one. */
export type AccessContext = BaseContext & { database: Database };
