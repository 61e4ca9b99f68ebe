import { change, type Em, query } from '@miaoben/kernel';
import { type Reach, withinArea, withinReach } from '../../scope.ts';

export const TRACE_KINDS = ['show', 'search', 'verify'] as const;
export const TRACE_OUTCOMES = ['found', 'none', 'refused', 'limited', 'blocked'] as const;

export interface TraceRow {
  id: string;
  at: string;
  account_id: string;
  organisation_id: string | null;
  type_code: string;
  purpose: string;
  kind: (typeof TRACE_KINDS)[number];
  outcome: (typeof TRACE_OUTCOMES)[number];
  holder_blind: string | null;
  credential_id: string | null;
  rows: number;
}
export interface TraceFilter {
  /** instants; `to` is not part of it */
  readonly from: Date | null;
  readonly to: Date | null;
  readonly typeCode: string | null;
  readonly account: string | null;
  readonly holderBlind: string | null;
  readonly outcome: TraceRow['outcome'] | null;
}

type NewTrace = Omit<TraceRow, 'at'> & { at: Date; told: boolean };

/** @param traces `told` false: an event of the use is still to be published */
export async function insertTraces(em: Em, traces: readonly NewTrace[]): Promise<void> {
  if (traces.length === 0) return;
  await change(
    em,
    `insert into showing_trace (id, at, account_id, organisation_id, type_code, purpose, kind, outcome, holder_blind,
       credential_id, rows, told)
     select id, at, account_id, organisation_id, type_code, purpose, kind, outcome, holder_blind, credential_id, rows, told
     from jsonb_to_recordset($1::jsonb) as n(id uuid, at timestamptz, account_id text, organisation_id uuid, type_code text,
       purpose text, kind text, outcome text, holder_blind text, credential_id text, rows int, told boolean)`,
    [JSON.stringify(traces)],
  );
}

export const insertTrace = (em: Em, trace: NewTrace): Promise<void> => insertTraces(em, [trace]);

const WHERE = `($1::timestamptz is null or at >= $1) and ($2::timestamptz is null or at < $2)
  and ($3::text is null or type_code = $3) and ($4::text is null or account_id = $4)
  and ($5::text is null or holder_blind = $5) and ($6::text is null or outcome = $6)`;
const valuesOf = (f: TraceFilter) => [f.from, f.to, f.typeCode, f.account, f.holderBlind, f.outcome];

/** Traces, newest first. */
export async function tracesBefore(
  em: Em,
  filter: TraceFilter,
  before: string | null,
  limit: number,
): Promise<TraceRow[]> {
  return query<TraceRow>(
    em,
    `select * from showing_trace where ${WHERE} and ($7::uuid is null or id < $7) order by id desc limit $8`,
    [...valuesOf(filter), before, limit],
  );
}

/** Whether somebody with this document, or a licence of one, lies in the reach. */
export async function holderReached(em: Em, holderBlind: string, reach: Reach): Promise<boolean> {
  const holders = withinReach('h', reach, 2);
  const licences = withinArea('l.division', reach, 2 + holders.parameters.length);
  const [row] = await query<{ reached: boolean }>(
    em,
    `select exists (select 1 from holder h where h.document_blind = $1 and ${holders.sql})
       or exists (select 1 from licence l where l.holder_document_blind = $1 and ${licences.sql}) as reached`,
    [holderBlind, ...holders.parameters, ...licences.parameters],
  );
  return row?.reached ?? false;
}

export interface FigureRow {
  day: string;
  type_code: string;
  account_id: string;
  organisation_id: string | null;
  calls: number;
  found: number;
  refused: number;
}
/** Calls by day in Shanghai, type and calling system; at most 1,000 lines, newest day first. */
export async function figures(em: Em, filter: TraceFilter): Promise<FigureRow[]> {
  return query<FigureRow>(
    em,
    `select (at at time zone 'Asia/Shanghai')::date::text as day, type_code, account_id, organisation_id,
       count(*)::int as calls,
       count(*) filter (where outcome = 'found')::int as found,
       count(*) filter (where outcome in ('refused', 'limited', 'blocked'))::int as refused
     from showing_trace where ${WHERE} group by 1, 2, 3, 4 order by 1 desc, 2, 3, 4 limit 1000`,
    valuesOf(filter),
  );
}

/** Takes uses that no event has told yet. */
export async function takeUntold(
  em: Em,
  limit: number,
): Promise<
  (Pick<TraceRow, 'id' | 'at' | 'account_id' | 'organisation_id' | 'type_code' | 'kind' | 'credential_id'> & {
    slug: string;
  })[]
> {
  return query(
    em,
    `with due as (select id from showing_trace where not told order by id limit $1 for update skip locked)
     update showing_trace t set told = true from due, licence_type y
     where t.id = due.id and y.code = t.type_code
     returning t.id, t.at, t.account_id, t.organisation_id, t.type_code, t.kind, t.credential_id, y.slug`,
    [limit],
  );
}
