import { describe, expect, it } from "vitest";
import { apiModules } from "@/app/api/v1/registry";
import { openApiDocument } from "@/lib/web/api/openapi";

type Parameter = { name: string; in: string; schema?: { enum?: string[] } };
type Content = Record<string, { schema?: { properties?: { items?: unknown } } }>;
type Operation = { parameters?: Parameter[]; responses: Record<string, { content?: Content }> };

const paths = openApiDocument(apiModules, "http://127.0.0.1:1").paths as Record<string, Record<string, Operation>>;

function operation(method: string, path: string): Operation {
  const found = paths[path]?.[method];
  if (!found) throw new Error(`no ${method} ${path}`);
  return found;
}
const successes = (method: string, path: string): string[] =>
  Object.keys(operation(method, path).responses).filter((status) => status.startsWith("2"));
const headers = (method: string, path: string): string[] =>
  (operation(method, path).parameters ?? []).filter((one) => one.in === "header").map((one) => one.name);

function isList(get: Operation | undefined): boolean {
  const json = get?.responses["200"]?.content?.["application/json"];
  return json?.schema?.properties?.items !== undefined;
}

describe("the description of the API", () => {
  it("is made once for an address of the site, however often it is asked for", () => {
    const first = openApiDocument(apiModules, "http://127.0.0.1:1");
    expect(openApiDocument(apiModules, "http://127.0.0.1:1")).toBe(first);
    expect(openApiDocument(apiModules, "http://127.0.0.1:2").servers).toEqual([{ url: "http://127.0.0.1:2/api/v1" }]);
  });

  it("names every status of success", () => {
    expect(successes("post", "/broker-queries/{id}/runs")).toEqual(["201", "202"]);
    expect(successes("post", "/targets/import")).toEqual(["200", "202"]);
    expect(successes("post", "/targets")).toEqual(["201"]);
    expect(successes("delete", "/targets/{id}")).toEqual(["204"]);
    expect(successes("post", "/targets/{id}/refresh")).toEqual(["202"]);
  });

  it("names the header and the 412 of a door that heeds versions, and of no other", () => {
    for (const method of ["patch", "delete"]) {
      expect(headers(method, "/targets/{id}")).toEqual(["If-Match"]);
      expect(operation(method, "/targets/{id}").responses).toHaveProperty("412");
    }
    expect(headers("delete", "/targets/{id}/tags")).toEqual([]);
    expect(operation("get", "/targets/{id}").responses).not.toHaveProperty("412");
  });

  it("names the Idempotency-Key at each POST", () => {
    const posts = Object.keys(paths).filter((path) => paths[path]?.post);
    expect(posts.length).toBeGreaterThan(10);
    for (const path of posts) expect(headers("post", path), path).toEqual(["Idempotency-Key"]);
  });

  it("offers limit, cursor, sort and count at every list, and says what each can be sorted by", () => {
    const lists = Object.keys(paths).filter((path) => isList(paths[path]?.get));
    expect(lists).toEqual(
      expect.arrayContaining(["/brokers", "/broker-queries", "/hook-runs", "/targets/{id}/history"]),
    );
    for (const path of lists) {
      const query = (operation("get", path).parameters ?? []).filter((one) => one.in === "query");
      expect(
        query.map((one) => one.name),
        path,
      ).toEqual(expect.arrayContaining(["limit", "cursor", "sort", "count"]));
      expect(query.find((one) => one.name === "sort")?.schema?.enum?.length, path).toBeGreaterThan(1);
    }
  });

  it("sorts the files of a facility by what it shows of them: their own order is the facility's, which may change", () => {
    const { parameters = [] } = operation("get", "/observations/{id}/data-products");
    const sorts = parameters.find((one) => one.name === "sort")?.schema?.enum;
    expect(sorts).toEqual(["filename", "-filename", "observedAt", "-observedAt"]);
  });

  it("names CSV where it can be asked for", () => {
    for (const path of ["/targets", "/targets/{id}/photometry"]) {
      expect(Object.keys(operation("get", path).responses["200"]?.content ?? {})).toEqual([
        "application/json",
        "text/csv",
      ]);
    }
  });
});
