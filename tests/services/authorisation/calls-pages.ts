import type { Subject } from "./stage";

/** How a page is asked for. `shows`: what must be in it for a list to count as showing the thing. */
export type PageCall = (subject: Subject) => Promise<PageAsk> | PageAsk;
export type PageAsk = { url: string; shows?: string };

const at =
  (url: string): PageCall =>
  () => ({ url });

export const pageCalls: Readonly<Record<string, PageCall>> = {
  "page /": at("/"),
  "page /sign-in": at("/sign-in"),
  "page /sign-out": at("/sign-out"),
  "page /targets": async (s) => {
    const { id, name } = await s.target();
    return { url: `/targets?q=${encodeURIComponent(name)}`, shows: id };
  },
  "page /targets/[id]": async (s) => {
    const { id, name } = await s.target();
    return { url: `/targets/${id}`, shows: name };
  },
  "page /targets/[id]/edit": async (s) => ({ url: `/targets/${(await s.target()).id}/edit` }),
  "page /targets/[id]/report": async (s) => ({ url: `/targets/${(await s.target()).id}/report` }),
  "page /targets/[id]/reports/[reportId]": async (s) => ({
    url: `/targets/${(await s.target()).id}/reports/${await s.report()}`,
  }),
  "page /targets/new": at("/targets/new"),
  "page /targets/import": at("/targets/import"),
  "page /targets/import/[id]": (s) => ({ url: `/targets/import/${s.job()}` }),
  "page /targets/changes/[id]": (s) => ({ url: `/targets/changes/${s.job()}` }),
  "page /observations": async (s) => ({
    url: `/observations?targetId=${(await s.target()).id}`,
    shows: await s.observation(),
  }),
  "page /observations/[id]": async (s) => ({
    url: `/observations/${await s.observation()}`,
    shows: (await s.target()).name,
  }),
  "page /observations/[id]/edit": async (s) => ({ url: `/observations/${await s.observation()}/edit` }),
  "page /observations/new": async (s) => ({ url: `/observations/new?target=${(await s.target()).id}` }),
  "page /alerts": at("/alerts"),
  "page /alerts/everywhere": at("/alerts/everywhere"),
  "page /alerts/queries": async (s) => ({ url: "/alerts/queries", shows: (await s.query()).id }),
  "page /alerts/queries/new": at("/alerts/queries/new?broker=mybroker"),
  "page /alerts/queries/[id]": async (s) => {
    const { id, name } = await s.query();
    return { url: `/alerts/queries/${id}`, shows: name };
  },
  "page /alerts/queries/[id]/edit": async (s) => ({ url: `/alerts/queries/${(await s.query()).id}/edit` }),
  "page /alerts/runs/[id]": async (s) => ({ url: `/alerts/runs/${await s.run()}`, shows: "m-1" }),
  "page /automation": async (s) => {
    const { id } = await s.target();
    return { url: `/automation?objectId=${id}`, shows: await s.hookRun() };
  },
  "page /automation/jobs": (s) => ({ url: "/automation/jobs", shows: s.job() }),
  "page /automation/mails": at("/automation/mails"),
  "page /automation/schedules": async (s) => ({ url: "/automation/schedules", shows: (await s.query()).id }),
  "page /automation/runs/[id]": async (s) => ({ url: `/automation/runs/${await s.hookRun()}` }),
  "page /data": async (s) => {
    const file = await s.file();
    return { url: `/data?targetId=${(await s.target()).id}`, shows: file };
  },
  "page /data/[id]": async (s) => ({ url: `/data/${await s.file()}` }),
  "page /docs": at("/docs"),
  "page /docs/[page]": at("/docs/getting-started"),
  "page /docs/api": at("/docs/api"),
  "page /notifications": at("/notifications"),
  "page /people": at("/people"),
  // Somebody of the group.
  "page /people/[id]": (s) => ({ url: `/people/${s.groupMember()}` }),
  "page /people/audit": at("/people/audit"),
  "page /people/groups": async (s) => ({ url: "/people/groups", shows: (await s.group()).id }),
  "page /people/groups/[id]": async (s) => ({ url: `/people/groups/${(await s.group()).id}` }),
  "page /people/new": at("/people/new"),
  "page /people/observations": at("/people/observations"),
  "page /profile": at("/profile"),
  "page /profile/address": at("/profile/address"),
};
