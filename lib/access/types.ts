export type UserRole = "member" | "admin";
export type GroupRole = "member" | "manager";
export type TokenScope = "read" | "write";

export type GroupMembershipDto = { id: string; name: string; role: GroupRole };

export type UserDto = {
  id: string;
  username: string;
  /** Null where none is known or the reader may not see it. */
  email: string | null;
  role: UserRole;
  disabled: boolean;
  createdAt: string;
  /** Those groups that the reader may know of. */
  groups: GroupMembershipDto[];
};

export type GroupDto = {
  id: string;
  name: string;
  description: string;
  memberCount: number;
  /** The reader's own role in it; null for administrators who are not in it. */
  myRole: GroupRole | null;
  createdAt: string;
};

export type GroupMemberDto = {
  userId: string;
  username: string;
  role: GroupRole;
  userRole: UserRole;
  disabled: boolean;
  since: string;
};

export type GroupDetailDto = GroupDto & {
  members: GroupMemberDto[];
  canManage: boolean;
  /** Where its runs with new alerts are told of; null where there is none, and for those who do not manage it. */
  webhookUrl: string | null;
  /** What came of the last message to that address; null where none was sent, and for those who do not manage it. */
  webhookLast: WebhookLastDto | null;
};

export type WebhookLastDto = {
  triedAt: string;
  /** In a sentence. */
  outcome: string;
  arrived: boolean;
  /** When one last arrived; null when none has. */
  deliveredAt: string | null;
};

export type SessionDto = {
  id: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  network: string;
  userAgent: string;
};

export type ApiTokenDto = {
  id: string;
  name: string;
  prefix: string;
  scope: TokenScope;
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
};

export type AuditEntryDto = {
  at: string;
  actor: string;
  actorName: string;
  verb: string;
  objectType: string;
  objectId: string;
  targetId: string | null;
  summary: string;
  changes: unknown;
};

/** Why a person is let in. A group that the reader is not in has neither id nor name. */
export type ViewGrant =
  | { kind: "creator" }
  | { kind: "personal" }
  | { kind: "group"; groupId: string | null; groupName: string | null }
  | { kind: "administrator" };

export type Viewer = {
  userId: string;
  username: string;
  canChange: boolean;
  canDelete: boolean;
  grants: ViewGrant[];
};

export type WhoCanSeeDto = {
  visibility: "open" | "public" | "private";
  /** Who may look without a grant: anyone at all, every signed-in person, or nobody. */
  everyone: "anyone" | "signed-in" | "nobody";
  /** People let in by name, by a group or as administrators; empty for readers who have not signed in. */
  people: Viewer[];
  /** More people than are listed. */
  truncated: boolean;
  /** Groups with a grant that the reader is not in. */
  otherGroups: number;
};
