import { createClient } from "@libsql/client";
import { ask } from "./make";
import type { Shared } from "./stage";
import type { World } from "./world";

/** What doors leave behind. */

/** Everything of the shared targets that a door could have changed, as an administrator sees it. */
export async function snapshot(world: World, shared: Shared): Promise<unknown> {
  const { administrator } = world.headers;
  const parts = [
    "",
    "/grants",
    "/redshifts",
    "/classifications",
    "/comments",
    "/photometry",
    "/reports",
    "/history?limit=200",
  ];
  const targets = Object.values(shared.targets).flatMap(({ id }) =>
    parts.map((part) => `/api/v1/targets/${id}${part}`),
  );
  const rest = [`/api/v1/broker-queries/${shared.query.id}`, `/api/v1/jobs/${shared.job}`];
  const paths = [...targets, ...rest];
  const read = async (path: string): Promise<unknown> => {
    // What is new to the reader depends on her own looking.
    const { newSinceLook: _look, ...rest } = await ask(world, administrator, "GET", path);
    return [path, rest];
  };
  return Promise.all(paths.map(read));
}

/** How long the audit trail is, read beside the running app. */
export async function trailLength({ app }: World): Promise<number> {
  const client = createClient({ url: `file:${app.dataDir}/tom.db` });
  try {
    return Number((await client.execute("SELECT coalesce(max(pk), 0) FROM audit")).rows[0]?.[0]);
  } finally {
    client.close();
  }
}
