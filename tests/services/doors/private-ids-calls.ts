import type { House } from "../authorisation/secrets";

/** Every place where an id of somebody else can stand: addresses, fields of forms, bulk actions. */

/** Ids of one thing of each kind. */
export type Ids = {
  target: string;
  group: string;
  query: string;
  run: string;
  job: string;
  hookRun: string;
  redshift: string;
  classification: string;
  comment: string;
  point: string;
  file: string;
  person: string;
};
export const idNames = [
  "target",
  "group",
  "query",
  "run",
  "job",
  "hookRun",
  "redshift",
  "classification",
  "comment",
  "point",
  "file",
  "person",
] as const;

/** With what the asker has herself, to name another's thing under it. */
type Asked = Ids & { own: House["own"] };

type Call = { method: string; path: (ids: Asked) => string; body?: (ids: Asked) => unknown };
const fresh = (() => {
  let count = 0;
  return (): string => {
    count += 1;
    return `Fresh ${count}`;
  };
})();

const get = (path: (ids: Asked) => string): Call => ({ method: "GET", path });
const send = (method: string, path: (ids: Asked) => string, body?: (ids: Asked) => unknown): Call =>
  body === undefined ? { method, path } : { method, path, body };

const at = "/api/v1/targets";

/** Verbs of the API, each with the place where the id stands. */
export const calls: Record<string, Call> = {
  "a target": get(({ target }) => `${at}/${target}`),
  "its photometry as CSV": get(({ target }) => `${at}/${target}/photometry?format=csv`),
  "its light curve": get(({ target }) => `/targets/${target}/light-curve`),
  "a change of it": send(
    "PATCH",
    ({ target }) => `${at}/${target}`,
    () => ({ tags: ["mine"] }),
  ),
  "its removal": send("DELETE", ({ target }) => `${at}/${target}`),
  "photometry for it": send(
    "POST",
    ({ target }) => `${at}/${target}/photometry`,
    () => [{ observedAtMjd: 60_000, band: "g", mag: 18 }],
  ),
  "a comment on it": send(
    "POST",
    ({ target }) => `${at}/${target}/comments`,
    () => ({ body: "Hello" }),
  ),
  "its rights": send(
    "PUT",
    ({ target }) => `${at}/${target}/grants`,
    () => ({ people: [{ username: "outsider" }] }),
  ),
  "a list of its group": get(({ group }) => `${at}?group=${group}`),
  "an export of its group": get(({ group }) => `${at}?group=${group}&format=csv`),
  "a new target for its group": send(
    "POST",
    () => at,
    ({ group }) => ({ name: "For others", raDeg: 3, decDeg: 3, groups: [group] }),
  ),
  "a target given to its group": send(
    "PATCH",
    ({ own }) => `${at}/${own.target}`,
    ({ group }) => ({ groups: [group] }),
  ),
  "rights for its group": send(
    "PUT",
    ({ own }) => `${at}/${own.target}/grants`,
    ({ group }) => ({ groups: [{ id: group, canChange: true }] }),
  ),
  "a query for its group": send(
    "POST",
    () => "/api/v1/broker-queries",
    ({ group }) => ({ name: fresh(), brokerId: "mybroker", parameters: { name: "x" }, groupId: group }),
  ),
  "a query given to its group": send(
    "PATCH",
    ({ own }) => `/api/v1/broker-queries/${own.query}`,
    ({ group }) => ({ groupId: group }),
  ),
  "a rule for its group": send(
    "PATCH",
    ({ own }) => `/api/v1/broker-queries/${own.query}`,
    ({ group }) => ({ rule: { groupId: group } }),
  ),
  "a rule for its group, tried": send(
    "POST",
    ({ own }) => `/api/v1/broker-queries/${own.query}/rule-trial`,
    ({ group }) => ({ rule: { groupId: group } }),
  ),
  "a rule tried on a run": send(
    "POST",
    ({ own }) => `/api/v1/broker-queries/${own.query}/rule-trial`,
    ({ own, run }) => ({ rule: { groupId: own.group }, runId: run }),
  ),
  "a rule tried": send("POST", ({ query }) => `/api/v1/broker-queries/${query}/rule-trial`),
  "targets from alerts for its group": send(
    "POST",
    ({ own }) => `/api/v1/broker-runs/${own.run}/targets`,
    ({ group }) => ({ alertIds: ["o-1"], groups: [group] }),
  ),
  "a query": get(({ query }) => `/api/v1/broker-queries/${query}`),
  "its change": send(
    "PATCH",
    ({ query }) => `/api/v1/broker-queries/${query}`,
    () => ({ name: "Mine" }),
  ),
  "its run": send("POST", ({ query }) => `/api/v1/broker-queries/${query}/runs`),
  "its runs": get(({ query }) => `/api/v1/broker-queries/${query}/runs`),
  "its removal by the API": send("DELETE", ({ query }) => `/api/v1/broker-queries/${query}`),
  "a run": get(({ run }) => `/api/v1/broker-runs/${run}`),
  "a run's alerts": get(({ run }) => `/api/v1/broker-runs/${run}/alerts`),
  "targets from a run": send(
    "POST",
    ({ run }) => `/api/v1/broker-runs/${run}/targets`,
    () => ({ alertIds: "all" }),
  ),
  "a job": get(({ job }) => `/api/v1/jobs/${job}`),
  "the end of a job": send("POST", ({ job }) => `/api/v1/jobs/${job}/cancel`),
  "a hook run": get(({ hookRun }) => `/api/v1/hook-runs/${hookRun}`),
  "its replay": send(
    "POST",
    ({ hookRun }) => `/api/v1/hook-runs/${hookRun}/replay`,
    () => ({}),
  ),
  "a file": get(({ file }) => `/api/v1/data-products/${file}`),
  "its bytes": get(({ file }) => `/api/v1/data-products/${file}/file`),
  "its result": get(({ file }) => `/api/v1/data-products/${file}/result`),
  "its preview": get(({ file }) => `/api/v1/data-products/${file}/preview`),
  "its reading again": send("POST", ({ file }) => `/api/v1/data-products/${file}/reprocess`),
  "its removal by the API of files": send("DELETE", ({ file }) => `/api/v1/data-products/${file}`),
  "files of a target": get(({ target }) => `/api/v1/data-products?targetId=${target}`),
  "files after a file": get(({ file }) => `/api/v1/data-products?cursor=${file}`),
  "hook runs of a target": get(({ target }) => `/api/v1/hook-runs?objectId=${target}`),
  // Things of a hidden target, named under one that is one's own.
  "another's redshift under one's own target": send(
    "DELETE",
    ({ own, redshift }) => `${at}/${own.target}/redshifts/${redshift}`,
  ),
  "another's class under one's own target": send(
    "DELETE",
    ({ own, classification }) => `${at}/${own.target}/classifications/${classification}`,
  ),
  "another's comment under one's own target": send(
    "PATCH",
    ({ own, comment }) => `${at}/${own.target}/comments/${comment}`,
    () => ({ body: "Mine" }),
  ),
};

/** Server actions, by the name of their export. */
export const actions: Record<string, { name: string; input: (ids: Asked) => unknown }> = {
  "a target deleted by a form": { name: "deleteTargetAction", input: ({ target }) => ({ id: target }) },
  "a target changed by a form": { name: "updateTargetAction", input: ({ target }) => ({ id: target, tags: ["mine"] }) },
  "a target refreshed by a form": { name: "refreshTargetAction", input: ({ target }) => ({ id: target }) },
  "a new target by a form, for another's group": {
    name: "createTargetAction",
    input: ({ group }) => ({ name: "For others", raDeg: 4, decDeg: 4, groups: [group] }),
  },
  "names compared, one target left out": {
    name: "checkDuplicatesAction",
    input: ({ target }) => ({ names: ["kestrel9 name quorum7x"], raDeg: null, decDeg: null, exceptId: target }),
  },
  "a pair dismissed": {
    name: "dismissDuplicateAction",
    input: ({ own, target }) => ({ id: own.target, otherId: target }),
  },
  "a tag in bulk": {
    name: "bulkTagAction",
    input: ({ target }) => ({ selection: { ids: [target] }, how: "add", tag: "mine" }),
  },
  "a visibility in bulk": {
    name: "bulkVisibilityAction",
    input: ({ target }) => ({ selection: { ids: [target] }, visibility: "open" }),
  },
  "a group's targets in bulk": {
    name: "bulkTagAction",
    input: ({ group }) => ({ selection: { listQuery: `group=${group}` }, how: "add", tag: "mine" }),
  },
  "points flagged": {
    name: "flagPhotometryAction",
    input: ({ target, point }) => ({ targetId: target, row: [point], reason: "Bad", act: "flag" }),
  },
  "another's points under one's own target": {
    name: "flagPhotometryAction",
    input: ({ own, point }) => ({ targetId: own.target, row: [point], reason: "Bad", act: "flag" }),
  },
  "a comment deleted": {
    name: "deleteCommentAction",
    input: ({ comment, target }) => ({ id: target, commentId: comment }),
  },
  "a comment deleted under one's own target": {
    name: "deleteCommentAction",
    input: ({ own, comment }) => ({ id: own.target, commentId: comment }),
  },
  "a redshift removed": {
    name: "removeRedshiftAction",
    input: ({ own, redshift }) => ({ id: own.target, entryId: redshift }),
  },
  "a query changed by a form": {
    name: "updateQueryAction",
    input: ({ query }) => ({ id: query, version: 1, name: "Mine", groupId: "", parameters: { name: "x" } }),
  },
  "a query copied": { name: "duplicateQueryAction", input: ({ query }) => ({ id: query }) },
  "a query run by a form": { name: "runQueryAction", input: ({ query }) => ({ id: query }) },
  "targets from a run by a form": {
    name: "createTargetsAction",
    input: ({ run }) => ({ runId: run, alertIds: "all" }),
  },
  "a job cancelled": { name: "cancelJobAction", input: ({ job }) => ({ id: job }) },
  "a hook run replayed": { name: "replayHookRunAction", input: ({ hookRun }) => ({ id: hookRun }) },
  "a member added to a group": {
    name: "addMemberAction",
    input: ({ group }) => ({ groupId: group, username: "outsider", role: "manager" }),
  },
  "a member taken from a group": {
    name: "removeMemberAction",
    input: ({ group, person }) => ({ groupId: group, userId: person }),
  },
};
