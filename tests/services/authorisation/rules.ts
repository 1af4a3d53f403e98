/**
 * Who gets what, by rule. A cell is what a caller meets:
 *
 * - `ok`      served
 * - `hidden`  a list that is served without the object in question
 * - `400`     let in, and refused for an input that is wrong on purpose (where the right one would end the caller's session)
 * - `401`     asked to sign in: status 401, `UNAUTHENTICATED` of an action, a page's redirect to /sign-in
 * - `403`     visible, but not theirs to do
 * - `404`     as if it were not there
 * - `away`    a page that has nothing for this person and leads on to another
 */
export const outcomes = ["ok", "hidden", "400", "401", "403", "404", "away"] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * Who asks. Targets belong to a group through an author who is one of it; `outsider` belongs to another group; `member` and
 * `manager` to the target's. Both tokens are the member's; `disabled` was a member, and still has cookie and token.
 */
export const roles = [
  "anonymous",
  "outsider",
  "member",
  "manager",
  "administrator",
  "readToken",
  "writeToken",
  "disabled",
] as const;
export type Role = (typeof roles)[number];

export const visibilities = ["open", "public", "private"] as const;
export type Visibility = (typeof visibilities)[number];

/** One line of eight cells for what has no target; three for what hangs on one. */
type Lines = { any: string } | Record<Visibility, string>;

export const rules = {
  // ── on a target ──          anonymous outsider member manager administrator readToken writeToken disabled
  /** R16, S1: whoever sees the target sees this. */
  sees: {
    open: "                    ok        ok       ok     ok      ok            ok        ok         401",
    public: "                  404       ok       ok     ok      ok            ok        ok         401",
    private: "                 404       404      ok     ok      ok            ok        ok         401",
  },
  /** The same for what is told to people and not to everybody (who changed what). */
  seesSignedIn: {
    open: "                    401       ok       ok     ok      ok            ok        ok         401",
    public: "                  401       ok       ok     ok      ok            ok        ok         401",
    private: "                 401       404      ok     ok      ok            ok        ok         401",
  },
  /** A list shows what its reader sees and is served to all. */
  lists: {
    open: "                    ok        ok       ok     ok      ok            ok        ok         401",
    public: "                  hidden    ok       ok     ok      ok            ok        ok         401",
    private: "                 hidden    hidden   ok     ok      ok            ok        ok         401",
  },
  listsSignedIn: {
    open: "                    401       ok       ok     ok      ok            ok        ok         401",
    public: "                  401       ok       ok     ok      ok            ok        ok         401",
    private: "                 401       hidden   ok     ok      ok            ok        ok         401",
  },
  /** Whoever sees a target may write this about it (comments). */
  writesWhereSeen: {
    open: "                    401       ok       ok     ok      ok            403       ok         401",
    public: "                  401       ok       ok     ok      ok            403       ok         401",
    private: "                 401       404      ok     ok      ok            403       ok         401",
  },
  /** Open and public give view only: changing and deleting needs a grant that says so. */
  changes: {
    open: "                    401       403      ok     ok      ok            403       ok         401",
    public: "                  401       403      ok     ok      ok            403       ok         401",
    private: "                 401       404      ok     ok      ok            403       ok         401",
  },
  /** Reading that is for those who may change. */
  seesRights: {
    open: "                    401       403      ok     ok      ok            ok        ok         401",
    public: "                  401       403      ok     ok      ok            ok        ok         401",
    private: "                 401       404      ok     ok      ok            ok        ok         401",
  },
  /** A form for those who may change: not there for others. Pages only. */
  changesPage: {
    open: "                    401       404      ok     ok      ok            -         -          - ",
    public: "                  401       404      ok     ok      ok            -         -          - ",
    private: "                 401       404      ok     ok      ok            -         -          - ",
  },
  /** What the member wrote is the member's. */
  ownsText: {
    open: "                    401       403      ok     403     403           403       ok         401",
    public: "                  401       403      ok     403     403           403       ok         401",
    private: "                 401       404      ok     403     403           403       ok         401",
  },
  /** And an administrator may take it away. */
  removesText: {
    open: "                    401       403      ok     403     ok            403       ok         401",
    public: "                  401       403      ok     403     ok            403       ok         401",
    private: "                 401       404      ok     403     ok            403       ok         401",
  },

  // ── without a target ──
  /** Says nothing of anybody. */
  open: { any: "               ok        ok       ok     ok      ok            ok        ok         ok " },
  /** An address of nothing. */
  nowhere: { any: "            404       404      404    404     404           404       404        404" },
  /** Readers without sign-in too; a token that is none is told so. */
  anyone: { any: "             ok        ok       ok     ok      ok            ok        ok         401" },
  user: { any: "               401       ok       ok     ok      ok            ok        ok         401" },
  userWrites: { any: "         401       ok       ok     ok      ok            403       ok         401" },
  /** The caller's own password, wrong on purpose. */
  userRefused: { any: "        401       400      400    400     400           403       400        401" },
  administrator: { any: "      401       403      403    403     ok            403       403        401" },
  /** A page for administrators is not there for others. */
  administratorPage: { any: "  401       404      404    404     ok            -         -          - " },
  signInPage: { any: "         ok        away     away   away    away          -         -          - " },
  /** A name and a password, neither of them right. */
  needsPassword: { any: "      401       401      401    401     401           401       401        401" },
  /** Only this installation itself, by its signature. */
  signedOnly: { any: "         403       403      403    403     403           403       403        403" },

  // ── a group, and the people in it ──
  knowsGroup: { any: "         401       404      ok     ok      ok            ok        ok         401" },
  managesGroup: { any: "       401       404      403    ok      ok            403       403        401" },

  // ── a saved query of the author, shared with the group, and its runs ──
  sharedWithGroup: { any: "    401       404      ok     ok      ok            ok        ok         401" },
  listsSharedWithGroup: { any: "401      hidden   ok     ok      ok            ok        ok         401" },
  worksWithShared: { any: "    401       404      ok     ok      ok            403       ok         401" },
  changesShared: { any: "      401       404      403    ok      ok            403       403        401" },

  // ── a job that the member started ──
  ownJob: { any: "             401       404      ok     404     ok            ok        ok         401" },
  ownJobPage: { any: "         401       404      ok     404     ok            -         -          - " },
  listsOwnJob: { any: "        401       hidden   ok     hidden  ok            ok        ok         401" },
  /** The page lists one's own, an administrator's too. */
  listsOwnJobPage: { any: "    401       hidden   ok     hidden  hidden        -         -          - " },
  steersOwnJob: { any: "       401       404      ok     404     ok            403       ok         401" },
} as const satisfies Record<string, Lines>;

export type RuleName = keyof typeof rules;

const isOutcome = (word: string): word is Outcome => (outcomes as readonly string[]).includes(word);

function cellsOf(rule: RuleName, line: string): Record<Role, Outcome | null> {
  const words = line.trim().split(/\s+/);
  if (words.length !== roles.length) throw new Error(`the rule ${rule} has ${words.length} cells in a line`);
  const cells = roles.map((role, at): [Role, Outcome | null] => {
    const word = words[at] ?? "";
    if (word !== "-" && !isOutcome(word)) throw new Error(`the rule ${rule} says "${word}" for ${role}`);
    return [role, word === "-" ? null : (word as Outcome)];
  });
  return Object.fromEntries(cells) as Record<Role, Outcome | null>;
}

export type Cell = { visibility: Visibility | null; role: Role; expected: Outcome };

/**
 * All cells of a rule. Pages and actions know cookies only: there a token is no sign-in, and the cookie of a disabled
 * account is none either, so that these three meet what anonymous meets.
 */
export function cellsOfRule(rule: RuleName, knowsTokens: boolean): Cell[] {
  const lines: Lines = rules[rule];
  const parts: [Visibility | null, string][] =
    "any" in lines ? [[null, lines.any]] : visibilities.map((visibility) => [visibility, lines[visibility]]);
  return parts.flatMap(([visibility, line]) => {
    const cells = cellsOf(rule, line);
    return roles.map((role) => {
      const byCookie = role === "readToken" || role === "writeToken" || role === "disabled";
      const expected = byCookie && !knowsTokens ? cells.anonymous : cells[role];
      if (expected === null) throw new Error(`the rule ${rule} says nothing of ${role}`);
      return { visibility, role, expected };
    });
  });
}
