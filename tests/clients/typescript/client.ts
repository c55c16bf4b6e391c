// What a front-end does with the API through generated types: it prints what it understood, in JSON.
// Usage: node client.js BASE_URL walk|refusals|throttled

import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Row = components["schemas"]["PageSpacecraftNormal"]["results"][number];
type Refusal = components["schemas"]["ErrorDetail"] | components["schemas"]["ErrorMessages"] | string[];

const [baseUrl = "", task = ""] = process.argv.slice(2);
const api = createClient<paths, "application/json">({
  baseUrl,
  querySerializer: { array: { style: "form", explode: false } },
});

function sentence(error: Refusal): string {
  if (Array.isArray(error)) return error.join(" ");
  if (typeof error.detail === "string") return error.detail;
  return Object.entries(error as components["schemas"]["ErrorMessages"])
    .map(([name, messages]) => `${name}: ${messages.join(" ")}`)
    .join("; ");
}

// A constant tells the modes apart: only a detailed row has flights.
function flights(row: Row): number | null {
  return row.response_mode === "detailed" ? row.flights.length : null;
}

async function all(query: NonNullable<paths["/2.3.0/spacecraft/"]["get"]["parameters"]["query"]>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let offset = 0; ; offset += 100) {
    const { data, error } = await api.GET("/2.3.0/spacecraft/", { params: { query: { ...query, limit: 100, offset } } });
    if (error !== undefined) throw new Error(sentence(error));
    rows.push(...data.results);
    if (data.next === null) return rows;
  }
}

async function walk(): Promise<unknown> {
  const rows = await all({});
  const filtered = await all({ in_space: true, ordering: ["-flights_count", "id"] });
  const detailed = await all({ search: "endeavour", mode: "detailed" });
  return {
    records: rows.length,
    different: new Set(rows.map((row) => row.id)).size,
    withoutFlights: rows.filter((row) => flights(row) === null).length,
    filtered: filtered.map((row) => row.in_space),
    detailed: detailed.map((row) => [row.name, typeof flights(row)]),
  };
}

async function refusals(): Promise<unknown> {
  const bad = await api.GET("/2.3.0/spacecraft/", { params: { query: { status: 999 } } });
  const gone = await api.GET("/2.3.0/spacecraft/{id}/", { params: { path: { id: 9999999 } } });
  return [bad, gone].map(({ error, response }) => [response.status, error === undefined ? "" : sentence(error)]);
}

async function throttled(): Promise<unknown> {
  await api.GET("/2.3.0/agencies/");
  const { error, response } = await api.GET("/2.3.0/agencies/");
  return [response.status, error === undefined ? "" : sentence(error), Number(response.headers.get("Retry-After")) > 0];
}

const tasks: Record<string, () => Promise<unknown>> = { walk, refusals, throttled };
const run = tasks[task];
if (run === undefined) throw new Error(`no such task: ${task}`);
console.log(JSON.stringify(await run()));
