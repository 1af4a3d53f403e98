import type { Metadata } from "next";
import * as z from "zod";
import { apiModules } from "@/app/api/v1/registry";
import { Badge } from "@/components/ui/badge";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { CodeBlock, Mono } from "@/components/ui/text";
import { type ApiOperation, operationsOf } from "@/lib/web/api/openapi";
import { services } from "@/lib/web/services";
import styles from "../_components/docs.module.css";

export const metadata: Metadata = { title: "API" };

const made = { input: new WeakMap<z.ZodType, string>(), output: new WeakMap<z.ZodType, string>() };

/** Made once: anybody may open this page, and all its schemas together take long. */
function schemaText(schema: z.ZodType, io: "input" | "output"): string {
  const text = made[io].get(schema) ?? JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: "any" }), null, 1);
  made[io].set(schema, text);
  return text;
}

const wordOf = {
  anyone: "no sign-in needed for open targets",
  user: "token or session",
  admin: "administrators",
} as const;

function Operation({ operation }: { operation: ApiOperation }) {
  const { method, path, summary, description, params, query, body, response, status = 200 } = operation;
  const parts: [string, z.ZodType | undefined, "input" | "output"][] = [
    ["Path", params, "input"],
    ["Query", query, "input"],
    ["Body", body, "input"],
    [`Answer, ${status}`, status === 204 ? undefined : response, "output"],
  ];
  return (
    <details className={styles.operation} id={operation.name}>
      <summary>
        <Badge>{method.toUpperCase()}</Badge> <Mono>/api/v1{path}</Mono> <span>{summary}</span>
      </summary>
      {description ? <p>{description}</p> : null}
      <p>Needs: {wordOf[operation.authorize]}.</p>
      {parts.map(([title, schema, io]) =>
        schema === undefined ? null : (
          <div key={title}>
            <h3>{title}</h3>
            <CodeBlock label={title.toLowerCase()} code={schemaText(schema, io)} />
          </div>
        ),
      )}
    </details>
  );
}

/** The API as its own routes describe it. */
export default function ApiPage() {
  const operations = operationsOf(apiModules);
  const rooms = [...new Set(operations.map((operation) => operation.path.split("/")[1] ?? ""))];
  const { origin } = services().env;
  const example = `curl -H "Authorization: Bearer $TOM_TOKEN" "${origin}/api/v1/targets?q=2020oi"`;
  return (
    <>
      <PageTitle
        title="HTTP API"
        subtitle="The same commands as the pages: same rights, same checks, same events."
        breadcrumb={[{ label: "Documentation", href: "/docs" }]}
      />
      <Stack>
        <Panel title="First steps">
          <p>
            Make a token on your <a href="/profile">profile</a>, then ask. The whole description for programs:{" "}
            <a href="/api/v1/openapi.json">openapi.json</a>. Angles are degrees ICRS, times ISO 8601 UTC or MJD UTC,
            fluxes nJy; ids are text.
          </p>
          <CodeBlock label="the example" code={example} />
        </Panel>
        {rooms.map((room) => (
          <Panel key={room} title={room} id={`api-${room}`}>
            {operations
              .filter((operation) => operation.path.split("/")[1] === room)
              .map((operation) => (
                <Operation key={`${operation.method} ${operation.path}`} operation={operation} />
              ))}
          </Panel>
        ))}
      </Stack>
    </>
  );
}
