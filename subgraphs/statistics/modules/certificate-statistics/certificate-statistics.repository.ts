import { change, type Em, type PageRequest, query } from '@miaoben/kernel';
import type { Area } from '../coverage/coverage.repository.ts';
import { type Cell, stretches } from './cells.rules.ts';
import type { CountedEvent, Fact, FactKind, Part } from './certificate-parts.rules.ts';

export type KeptPart = Part & { readonly kind: FactKind; readonly id: string };

const keysOf = (facts: readonly Pick<Fact, 'kind' | 'id'>[]) => [facts.map((f) => f.kind), facts.map((f) => f.id)];

/** Versions of these facts by `kind id`, locked in one order. */
export async function lockFacts(em: Em, facts: readonly Fact[]): Promise<Map<string, number>> {
  const rows = await query<{ kind: string; id: string; version: number }>(
    em,
    `select f.kind, f.id, f.version from certificate_fact f
     where (f.kind, f.id) in (select * from unnest($1::text[], $2::text[])) order by f.kind, f.id for update`,
    keysOf(facts),
  );
  return new Map(rows.map((r) => [`${r.kind} ${r.id}`, r.version]));
}

export async function putFacts(em: Em, facts: readonly Fact[]): Promise<void> {
  await change(
    em,
    `insert into certificate_fact (kind, id, version, event)
     select kind, id, version, event from jsonb_to_recordset($1::jsonb) as n(kind text, id text, version int, event jsonb)
     order by kind, id
     on conflict (kind, id) do update set version = excluded.version, event = excluded.event`,
    [JSON.stringify(facts)],
  );
}

const PART = 'measure, day, place, organisation, population';

/** Takes out what these facts were counted under. */
export function takeParts(em: Em, facts: readonly Fact[]): Promise<Part[]> {
  return query<Part>(
    em,
    `delete from certificate_part where (kind, id) in (select * from unnest($1::text[], $2::text[])) returning ${PART}`,
    keysOf(facts),
  );
}

export async function putParts(em: Em, parts: readonly KeptPart[]): Promise<void> {
  await change(
    em,
    `insert into certificate_part (kind, id, ${PART})
     select kind, id, ${PART} from jsonb_to_recordset($1::jsonb)
       as n(kind text, id text, measure text, day date, place text, organisation text, population text)`,
    [JSON.stringify(parts)],
  );
}

export async function addToCells(em: Em, cells: readonly Cell[]): Promise<void> {
  if (cells.length === 0) return;
  await change(
    em,
    `insert into certificate_rollup as r (grain, ${PART}, count)
     select grain, ${PART}, count from jsonb_to_recordset($1::jsonb)
       as n(grain "char", measure text, day date, place text, organisation text, population text, count int)
     on conflict (grain, ${PART}) do update set count = r.count + excluded.count`,
    [JSON.stringify(cells)],
  );
}

export async function noteCounted(em: Em): Promise<void> {
  await change(
    em,
    `insert into certificate_statistics_state (as_of) values (now()) on conflict (one) do update set as_of = excluded.as_of`,
  );
}
export async function countedUntil(em: Em): Promise<Date | undefined> {
  const [row] = await query<{ as_of: string }>(em, 'select as_of from certificate_statistics_state');
  return row && new Date(row.as_of);
}

/** What of the counted things is meant. */
export interface Filter {
  readonly area: Area;
  readonly organisation: string | null;
  readonly population: string | null;
}
export type Grouping = 'division' | 'organisation' | 'population' | 'day' | 'month';
export interface Sum {
  key: string;
  measure: string;
  count: number;
}

/** Things without a division belong to a whole province only. */
const IN_AREA = `((place >= $1 and place < $2) or (place = '' and $3))`;
const areaParameters = ({ area }: Filter) => [area.from, area.to, area.division.length === 2];

const keySql = (by: Grouping, digits: number): string =>
  ({
    division: `left(place, ${digits})`,
    organisation: 'organisation',
    population: 'population',
    day: 'day::text',
    month: `to_char(day, 'YYYY-MM')`,
  })[by];

/** Sums of the span by key and measure; whole months come from the monthly cells unless days are asked for. */
export async function sumCells(
  em: Em,
  filter: Filter,
  measures: readonly string[],
  span: { from: string; to: string },
  by: Grouping,
  digits: number,
): Promise<Sum[]> {
  const windows = by === 'day' ? [{ grain: 'd', ...span }] : stretches(span.from, span.to);
  return query<Sum>(
    em,
    `select ${keySql(by, digits)} as key, r.measure, sum(r.count)::int as count
     from unnest($6::text[], $7::date[], $8::date[]) as w(grain, first, last)
     join certificate_rollup r on r.grain = w.grain::"char" and r.day between w.first and w.last and r.measure = any($9)
     where ${IN_AREA} and ($4::text is null or organisation = $4) and ($5::text is null or population = $5)
     group by 1, 2 having sum(r.count) <> 0`,
    [
      ...areaParameters(filter),
      filter.organisation,
      filter.population,
      windows.map((w) => w.grain),
      windows.map((w) => w.from),
      windows.map((w) => w.to),
      measures,
    ],
  );
}

export interface PartRow {
  day: string;
  kind: FactKind;
  id: string;
  place: string;
  organisation: string;
  population: string;
  event: CountedEvent;
}

/** The things behind a figure, the latest first; as many as the figure says. */
export async function listParts(
  em: Em,
  filter: Filter,
  measure: string,
  span: { from: string; to: string },
  page: PageRequest,
): Promise<PartRow[]> {
  const [day, kind, id] = page.key ?? [];
  return query<PartRow>(
    em,
    `select p.day, p.kind, p.id, p.place, p.organisation, p.population, f.event
     from certificate_part p join certificate_fact f on f.kind = p.kind and f.id = p.id
     where p.measure = $6 and p.day between $7 and $8 and ${IN_AREA}
       and ($4::text is null or organisation = $4) and ($5::text is null or population = $5)
       and ($9::date is null or (p.day, p.kind, p.id) < ($9, $10, $11))
     order by p.day desc, p.kind desc, p.id desc limit $12`,
    [
      ...areaParameters(filter),
      filter.organisation,
      filter.population,
      measure,
      span.from,
      span.to,
      day ?? null,
      kind ?? null,
      id ?? null,
      page.limit,
    ],
  );
}

/** All cells that are not zero, and the last states page by page, for the recount. */
export const everyCell = (em: Em): Promise<Cell[]> =>
  query<Cell>(em, `select grain, ${PART}, count from certificate_rollup where count <> 0`);

export const factsAfter = (em: Em, after: { kind: string; id: string }, limit: number): Promise<Fact[]> =>
  query<Fact>(
    em,
    'select kind, id, version, event from certificate_fact where (kind, id) > ($1, $2) order by kind, id limit $3',
    [after.kind, after.id, limit],
  );
