// What a front-end does with the whole of Launch Library 2 through generated types: it prints what it understood.
// Usage: node whole.js BASE_URL

import createClient from "openapi-fetch";
import type { components, paths } from "./whole-schema.js";

type Lists = "/2.3.0/launches/" | "/2.3.0/launches/upcoming/" | "/2.3.0/events/" | "/2.3.0/astronauts/";
type Page<List extends Lists> = paths[List]["get"]["responses"][200]["content"]["application/json"];
type Row<List extends Lists> = Page<List>["results"][number];
type Answer<List extends Lists> = { data?: Page<List>; error?: unknown };

const [baseUrl = ""] = process.argv.slice(2);
const api = createClient<paths, "application/json">({
  baseUrl,
  querySerializer: { array: { style: "form", explode: false } },
});
const limit = 100;

async function every<List extends Lists>(ask: (offset: number) => Promise<Answer<List>>): Promise<Row<List>[]> {
  const rows: Row<List>[] = [];
  for (;;) {
    const { data, error } = await ask(rows.length);
    if (data === undefined) throw new Error(JSON.stringify(error));
    rows.push(...(data.results as Row<List>[]));
    if (data.next === null) return rows;
  }
}

async function launches(): Promise<unknown> {
  const rows = await every<"/2.3.0/launches/">((offset) =>
    api.GET("/2.3.0/launches/", { params: { query: { limit, offset } } }));
  // A constant tells the modes apart: a launch of a list has no pad.
  const places = rows.map((row) => (row.response_mode === "list" ? undefined : row.pad?.location?.name));
  return {
    rows: rows.length,
    different: new Set(rows.map((row) => row.id)).size,
    statuses: [...new Set(rows.map((row) => row.status?.name ?? ""))].sort(),
    places: new Set(places).size,
  };
}

async function upcoming(): Promise<unknown> {
  const rows = await every<"/2.3.0/launches/upcoming/">((offset) =>
    api.GET("/2.3.0/launches/upcoming/", { params: { query: { limit, offset, mode: "detailed" } } }));
  const detailed = rows.flatMap((row) => (row.response_mode === "detailed" ? [row] : []));
  return {
    rows: rows.length,
    detailed: detailed.length,
    sorted: detailed.every((row, place) => row.net >= (detailed[place - 1]?.net ?? "")),
    watched: detailed.flatMap((row) => row.vid_urls.filter((video) => video.url !== "")).length,
    stages: detailed.flatMap((row) => row.rocket?.launcher_stage ?? []).length,
  };
}

async function events(): Promise<unknown> {
  const rows = await every<"/2.3.0/events/">((offset) =>
    api.GET("/2.3.0/events/", { params: { query: { limit, offset } } }));
  const normal = rows.filter((row) => row.response_mode === "normal");
  return { rows: rows.length, normal: normal.length, kinds: new Set(normal.map((row) => row.type.name)).size };
}

function agency(row: components["schemas"]["PageAstronautEndpointNormal"]["results"][number]): string {
  return row.agency?.name ?? "";
}

async function astronauts(): Promise<unknown> {
  const rows = await every<"/2.3.0/astronauts/">((offset) =>
    api.GET("/2.3.0/astronauts/", { params: { query: { limit, offset } } }));
  const aboard = rows.filter((row) => row.in_space === true);
  return { rows: rows.length, aboard: aboard.length, agencies: new Set(aboard.map(agency)).size };
}

const [first, second, third, fourth] = [await launches(), await upcoming(), await events(), await astronauts()];
console.log(JSON.stringify({ launches: first, upcoming: second, events: third, astronauts: fourth }));
