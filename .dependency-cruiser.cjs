/**
 * Who may import whom: the table of docs/architecture.md, one named rule a row, default deny. A row says from where, and
 * everything that may be reached from there; whatever a row does not list is a violation. tests/architecture holds a
 * deliberate violation of each rule. Tests beside the code may import anything.
 */
const tests = "(\\.test\\.tsx?|/(contract-(suite|bench|fuzz|mutations)|testing|test-bench)\\.ts)$";
const domains = "(targets|alerts|reduced-data|data-products|observations|imports|streams|sharing)";
const platform = "(access|audit|events|jobs|mail|notifications|hooks)";
const families = "(brokers|catalogs|facilities|stream-sources|sharing-targets|data-processors)";
const file = "(/|\\.tsx?$)";

/** A vocabulary file of a domain, or the folder it became; schemas may say of what (`list-schema.ts`). */
const parts = (...names) => `(${names.map((name) => (name === "schema" ? "[a-z]*-?schema" : name)).join("|")})${file}`;
const contract = `^lib/${families}/contract[a-z-]*\\.ts$`;
const lib = (...names) => `^lib/(${names.join("|")})/`;
const packages = (names) => `(^|/)node_modules/(${names.join("|")})(/|$)`;

/** One row of the table. `node`: whether modules of Node itself may be imported. */
const row = (name, comment, from, may, { node = false, npm = [], fromNot = [] } = {}) => ({
  name,
  comment,
  severity: "error",
  from: { path: from, pathNot: [tests, ...fromNot] },
  to: {
    pathNot: [...may, ...(npm.length > 0 ? [packages(npm)] : [])],
    ...(node ? { dependencyTypesNot: ["core"] } : {}),
  },
});

const screen = ["react", "react-dom", "next", "zod", "lucide-react", "@mantine/[^/]+"];
const widgets = [
  ...screen,
  "echarts",
  "zrender",
  "uplot",
  "aladin-lite",
  "react-hook-form",
  "@hookform/resolvers",
  "react-markdown",
  "remark-gfm",
  "rehype-sanitize",
  "papaparse",
  "@fontsource-variable/[^/]+",
];

const webStores = "^lib/web/(demo/|operations/|first-run\\.ts$|idempotency\\.ts$)";

const processorThread = "^lib/data-processors/(run|thread|locked-doors|worker|file-source)\\.ts$";

const familyOf = {
  alerts: "^lib/brokers/(contract[a-z-]*|registry|collect)\\.ts$",
  observations: "^lib/facilities/[^/]+\\.ts$",
  sharing: "^lib/sharing-targets/[^/]+\\.ts$",
  "data-products": "^lib/data-processors/[^/]+\\.ts$",
  targets: "^lib/catalogs/[^/]+\\.ts$",
};

const domainRows = [
  "targets",
  "alerts",
  "reduced-data",
  "data-products",
  "observations",
  "imports",
  "streams",
  "sharing",
].map((name) =>
  row(
    `domain-${name}`,
    "A domain: core, astro, the platform, db, what other domains show, and of the plug-ins its own family's contract only.",
    `^lib/${name}/`,
    [
      `^lib/${name}/`,
      lib("core", "astro", "access", "events", "hooks", "audit", "jobs", "mail", "notifications"),
      "^lib/config/types\\.ts$",
      "^db/",
      `^lib/${domains}/${parts("schema", "types", "queries", "commands")}`,
      ...(familyOf[name] ? [familyOf[name]] : []),
    ],
    {
      npm: ["zod", "drizzle-orm", "papaparse"],
      // Files: the store behind its port.
      node: name === "data-products",
    },
  ),
);

const platformPackages = { access: ["@node-rs/argon2"], mail: ["nodemailer"] };

// Later ones stand on earlier ones.
const platformOrder = ["audit", "events", "access", "jobs", "mail", "notifications", "hooks"];
const platformRows = platformOrder.map((name, index) =>
  row(
    `platform-${name}`,
    `Core, config, db, and of its kind only what comes before it in the order ${platformOrder.join(", ")}.`,
    `^lib/${name}/`,
    [
      lib("core", "config", ...platformOrder.slice(0, index + 1)),
      "^db/",
      // What a handler is given to ask with; the client itself comes from the composition root.
      ...(name === "hooks" ? ["^lib/http/types\\.ts$"] : []),
    ],
    { node: true, npm: ["zod", "drizzle-orm", ...(platformPackages[name] ?? [])] },
  ),
);

const rows = [
  row(
    "app",
    "Routes compose: pieces, doors, what domains and the platform show, contracts.",
    "^app/",
    [
      "^app/",
      "^components/",
      lib("web", "core", "astro"),
      `^lib/(${domains}|${platform})/${parts("schema", "types", "policy", "queries", "commands")}`,
      // The type that every command and query takes.
      "^lib/access/context\\.ts$",
      contract,
      "^lib/brokers/query-forms\\.ts$",
    ],
    { npm: [...screen, "@fontsource-variable/[^/]+"], fromNot: ["/_components/", "^app/api/inngest/route\\.ts$"] },
  ),
  row(
    "app-inngest",
    "The one route that serves the job engine.",
    "^app/api/inngest/route\\.ts$",
    ["^inngest/", lib("web", "core")],
    {
      npm: ["next", "inngest"],
    },
  ),
  row(
    "app-components",
    "Pieces of one segment: as components, and the actions of their segment.",
    "^app/.*/_components/",
    [
      "^app/.*_components/",
      "^app/.*_server/[a-z-]*actions\\.ts$",
      "^components/",
      lib("core", "astro"),
      `^lib/(${domains}|${platform})/${parts("schema", "types")}`,
      "^lib/brokers/(query-forms|contract-query)\\.ts$",
    ],
    { npm: widgets },
  ),
  row(
    "components",
    "Pieces know shapes, not stores.",
    "^components/",
    [
      "^components/",
      lib("core", "astro"),
      `^lib/(${domains}|${platform})/${parts("schema", "types")}`,
      "^lib/brokers/(query-forms|contract-query)\\.ts$",
    ],
    { npm: widgets },
  ),
  row(
    "lib-web",
    "Composition root of the web process: it opens the database and wires things, it does not query (no schema).",
    "^lib/web/",
    ["^lib/", "^db/(?!schema/|testing)", "^inngest/", "^tom\\.config\\.ts$", "^hooks/"],
    {
      node: true,
      npm: ["next", "next-auth", "react", "zod", "zod-openapi", "prom-client", "busboy"],
      fromNot: [webStores],
    },
  ),
  row(
    "lib-web-stores",
    "What the web process itself writes: the demo, the first run, an operator's work, keys of repeated requests.",
    webStores,
    ["^lib/", "^db/(?!testing)"],
    { node: true, npm: ["drizzle-orm", "zod", "papaparse"] },
  ),
  ...domainRows,
  ...platformRows,
  row(
    "plug-in",
    "A plug-in sees its own folder, its family's contract, core, astro and http.",
    `^lib/${families}/([^/]+)/`,
    ["^lib/$1/$2/", "^lib/$1/contract[a-z-]*\\.ts$", lib("core", "astro", "http")],
    { npm: ["zod", "papaparse"], fromNot: ["^lib/data-processors/"] },
  ),
  row(
    "plug-in-family",
    "Contract, registry and form map of a family: the family, core, astro and http.",
    `^lib/${families}/[^/]+\\.tsx?$`,
    ["^lib/$1/", lib("core", "astro", "http")],
    { npm: ["zod"], fromNot: [processorThread] },
  ),
  row(
    "data-processor",
    "A processor sees its own folder, the contract, the readers of files, core and astro: no Node, no network.",
    "^lib/data-processors/([^/]+)/",
    ["^lib/data-processors/$1/", "^lib/data-processors/(contract\\.ts$|reading/)", lib("core", "astro")],
    { npm: ["zod", "fast-png", "jpeg-js", "fflate"], fromNot: ["^lib/data-processors/reading/"] },
  ),
  row(
    "data-processor-reading",
    "Readers of files, which processors share: the contract, core, astro and the parsers of formats.",
    "^lib/data-processors/reading/",
    ["^lib/data-processors/(contract\\.ts$|reading/)", lib("core", "astro")],
    { npm: ["zod", "papaparse", "fast-xml-parser", "fitsjs-ng", "fflate"] },
  ),
  row(
    "data-processor-thread",
    "Both ends of the thread in which a file is read.",
    processorThread,
    ["^lib/data-processors/", lib("core", "astro")],
    { node: true, npm: ["zod"] },
  ),
  row("lib-core", "Core stands on nothing and does no I/O.", "^lib/core/", [lib("core"), "^package\\.json$"], {
    npm: ["zod", "uuid", "pino", "croner"],
  }),
  row("lib-astro", "Pure astronomy: no I/O.", "^lib/astro/", [lib("core", "astro")], {
    npm: ["zod", "astronomy-engine", "@hscmap/healpix"],
  }),
  row(
    "lib-env",
    "The reader of the environment, and the names that it may hold: of brokers and of hooks.",
    "^lib/env/",
    [lib("core", "env"), "^lib/(brokers/query-forms|hooks/contract)\\.ts$"],
    { node: true, npm: ["zod"] },
  ),
  row(
    "lib-config",
    "The configuration's shape: contracts of what can be configured.",
    "^lib/config/",
    [lib("core", "config", "env"), contract, "^lib/hooks/contract\\.ts$"],
    { npm: ["zod"] },
  ),
  row("lib-http", "The one outgoing client.", "^lib/http/", [lib("core", "http")], {
    node: true,
    npm: ["undici", "zod"],
  }),
  row("db", "Schema, driver and gate.", "^db/", ["^db/", lib("core", "env")], {
    node: true,
    npm: ["drizzle-orm", "@libsql/[^/]+", "libsql", "zod"],
  }),
  row("inngest", "Functions call the core, never the web's doors.", "^inngest/", ["^inngest/", "^lib/(?!web/)"], {
    node: true,
    npm: ["inngest", "zod"],
  }),
  row(
    "worker",
    "The stream worker: no database.",
    "^worker/",
    [
      "^worker/",
      lib("core", "astro", "env", "config", "http", "stream-sources"),
      `^lib/streams/${parts("schema", "types")}`,
      "^tom\\.config\\.ts$",
    ],
    { node: true, npm: ["zod", "kafkajs", "avsc"] },
  ),
  row(
    "tom-config",
    "Plug-in factories, the config's own language, handlers, and what an operator sets in the environment.",
    "^tom\\.config\\.ts$",
    [`^lib/${families}/[^/]+/index\\.ts$`, lib("config", "env"), "^hooks/"],
    { npm: ["zod"] },
  ),
  row("hooks", "A handler gets everything else from its context.", "^hooks/", [
    "^hooks/",
    "^lib/hooks/contract\\.ts$",
    lib("core", "astro"),
  ]),
  row(
    "server",
    "Supervisor and front; the rest is behind boot.",
    "^server/",
    ["^server/", lib("core", "env", "config"), "^lib/web/(boot|registry)\\.ts$"],
    { node: true, npm: ["next"] },
  ),
  row(
    "cli",
    "Administration: through the running server or the core's commands.",
    "^cli/",
    [
      "^cli/",
      lib("core", "env", "config", "http", "web"),
      `^lib/(${domains}|${platform})/${parts("schema", "types", "queries", "commands")}`,
      // Who owns the database, and a connection for a copy or a check of it.
      "^db/(owner|connect)\\.ts$",
      "^tom\\.config\\.ts$",
    ],
    { node: true, npm: ["commander", "zod"] },
  ),
  row("scripts", "Plain Node: they run before anything is installed.", "^scripts/", ["^scripts/"], { node: true }),
  row(
    "e2e",
    "Browser tests drive the app over HTTP only.",
    "^e2e/",
    ["^e2e/", "^db/testing\\.ts$", `^lib/${domains}/types\\.ts$`, "^tests/support/", "^scripts/"],
    { node: true, npm: ["@playwright/test", "playwright-core", "@axe-core/playwright"] },
  ),
  row(
    "next-files",
    "What Next itself calls at the root.",
    "^(proxy|instrumentation(-client)?)\\.ts$",
    [lib("core", "env", "web")],
    {
      npm: ["next", "zod"],
    },
  ),
  row(
    "tool-config",
    "Configuration of tools knows tools.",
    "^(next|vitest|playwright|drizzle)\\.config\\.m?ts$",
    ["^tests/support/", "^scripts/"],
    { node: true, npm: ["next", "vitest", "vite", "@playwright/test", "playwright", "drizzle-kit"] },
  ),
];

const rooms =
  "^((app|components|lib|db|inngest|worker|hooks|server|cli|scripts|e2e|tests|bench)/|(proxy|instrumentation(-client)?|tom\\.config|next-env\\.d|(next|vitest|playwright|drizzle)\\.config)\\.m?ts$)";
const libRooms = `^lib/(core|astro|env|config|http|web|${domains}|${platform}|${families})/`;

const general = [
  {
    name: "every-module-has-a-room",
    comment: "A module outside the tree of docs/architecture.md may import nothing.",
    severity: "error",
    from: { pathNot: [rooms, "(^|/)node_modules/"] },
    to: {},
  },
  {
    name: "every-lib-module-has-a-room",
    comment: "lib/ holds the listed rooms and nothing beside them.",
    severity: "error",
    from: { path: "^lib/", pathNot: [libRooms, tests] },
    to: {},
  },
  {
    name: "no-cycle",
    comment: "Modules that need each other at run time are one module.",
    severity: "error",
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
  },
  {
    name: "no-unresolved",
    comment: "An import that leads nowhere would escape every other rule.",
    severity: "error",
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: "no-import-of-tests",
    comment: "What runs does not stand on what tests it.",
    severity: "error",
    from: {
      path: "^(app|components|lib|db|inngest|worker|hooks|server|cli)/",
      pathNot: [tests, "^db/testing\\.ts$"],
    },
    to: { path: ["^(tests|e2e|bench)/", tests, "^db/testing\\.ts$"] },
  },
  {
    name: "one-driver",
    comment: "One file chooses the driver, so that there is one writer.",
    severity: "error",
    from: { path: "^db/", pathNot: [tests, "^db/(connect|testing)\\.ts$"] },
    to: { path: packages(["@libsql/[^/]+", "libsql"]), dependencyTypesNot: ["type-only"] },
  },
  {
    name: "edge-friendly",
    comment: "Schema and queries run where Node's modules do not exist.",
    severity: "error",
    from: {
      path: ["^db/(schema/|columns\\.ts$)", `^lib/${domains}/${parts("queries", "schema", "types", "policy")}`],
      pathNot: tests,
    },
    to: { dependencyTypes: ["core"] },
  },
  {
    name: "sign-in-port",
    comment: "The sign-in library sits behind two files.",
    severity: "error",
    from: { pathNot: ["^lib/web/(auth|session)\\.ts$", "(^|/)node_modules/"] },
    to: { path: packages(["next-auth"]) },
  },
  {
    name: "processors-reach-nothing",
    comment: "From the thread that reads people's files no way leads to the database, the network or the environment.",
    severity: "error",
    from: { path: "^lib/data-processors/((thread|worker)\\.ts$|[^/]+/)", pathNot: tests },
    to: { path: "^(db|lib/(env|http|web|access))/", reachable: true },
  },
  {
    name: "worker-never-reaches-db",
    comment: "Neither the worker nor the configuration it loads reaches the database, however far around.",
    severity: "error",
    from: { path: "^(worker/|tom\\.config\\.ts$)" },
    to: { path: "^db/", reachable: true },
  },
];

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [...rows, ...general],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next[^/]*|dist|coverage)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
      extensions: [".ts", ".tsx", ".mts", ".mjs", ".js", ".cjs", ".json", ".css"],
    },
  },
};
