/** Who acts: a person by session or token, nobody, or a part of the house. Everything that writes names one. */
export type Actor =
  | {
      kind: "user";
      userId: string;
      userPk: number;
      username: string;
      role: "member" | "admin";
      via: "session" | "token" | "cli";
      /** What a token may do; sessions may write. */
      access: "read" | "write";
    }
  | { kind: "system"; job: string }
  | { kind: "anonymous" };

export type UserActor = Extract<Actor, { kind: "user" }>;

/** Whoever comes through a door. */
export type Visitor = Exclude<Actor, { kind: "system" }>;

export const anonymous: Visitor = { kind: "anonymous" };

/** As written in the audit trail. */
export function actorText(actor: Actor): { actor: string; actorName: string } {
  switch (actor.kind) {
    case "user":
      return { actor: `${actor.via === "token" ? "token" : "user"}:${actor.userId}`, actorName: actor.username };
    case "system":
      return { actor: `system:${actor.job}`, actorName: actor.job };
    case "anonymous":
      return { actor: "anonymous", actorName: "anonymous" };
  }
}

export const isAdmin = (actor: Actor): boolean =>
  actor.kind === "system" || (actor.kind === "user" && actor.role === "admin");
