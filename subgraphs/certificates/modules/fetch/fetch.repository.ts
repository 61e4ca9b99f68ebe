import { change, type Em, type PageRequest, query } from '@miaoben/kernel';
import { Parameters, type Reach } from '@miaoben/kernel/reach';

export interface FetchRow {
  id: string;
  at: string;
  account_id: string;
  person_id: string | null;
  licence_type: string;
  certificate_id: string | null;
  use: string;
  division: string;
  sealed: string;
  name_blind: string;
  document_blind: string | null;
}
export interface CounterRow {
  account_id: string;
  scope: 'day' | 'year';
  licence_type: string;
  period: string;
  used: number;
  released: number;
  allowed: number;
}
interface CounterKey {
  readonly account: string;
  readonly division: string;
  readonly scope: 'day' | 'year';
  readonly licenceType: string;
  readonly period: string;
}

/** Counts one more. @returns false when the limit is reached: nothing is counted then */
export async function countOne(em: Em, key: CounterKey, allowed: number): Promise<boolean> {
  const counted = await change(
    em,
    `insert into fetch_counter (account_id, scope, licence_type, period, used, allowed, division)
     values ($1, $2, $3, $4, 1, $5, $6)
     on conflict (account_id, scope, licence_type, period) do update
       set used = fetch_counter.used + 1, allowed = excluded.allowed, division = excluded.division
       where fetch_counter.used - fetch_counter.released < excluded.allowed`,
    [key.account, key.scope, key.licenceType, key.period, allowed, key.division],
  );
  return counted > 0;
}

export async function insertFetch(em: Em, row: FetchRow): Promise<void> {
  const names = Object.keys(row);
  await change(
    em,
    `insert into fetch_record (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
    Object.values(row),
  );
}

/** Rows of divisions inside the reach; there is no personal reach here. */
function inArea(column: string, reach: Reach, p: Parameters): string {
  if (reach.kind === 'all') return 'true';
  if (reach.kind !== 'area') return 'false';
  const each = reach.divisions.map((d) => `(${column} >= ${p.add(d)} and ${column} < ${p.add(`${d}:`)})`);
  return `(${each.join(' or ')})`;
}

/** Counters that are full now. */
export async function fullCounters(em: Em, reach: Reach, periods: readonly string[]): Promise<CounterRow[]> {
  const p = new Parameters();
  const own = inArea('division', reach, p);
  return query<CounterRow>(
    em,
    `select account_id, scope, licence_type, period, used, released, allowed from fetch_counter
     where used - released >= allowed and period = any(${p.add(periods)}::text[]) and ${own}
     order by account_id, scope, licence_type limit 200`,
    p.values,
  );
}

/** Lets the account start anew from what it has used. @returns how many counters were full */
export async function releaseCounters(
  em: Em,
  reach: Reach,
  which: { account: string; scope: 'day' | 'year'; licenceType: string | null; period: string },
): Promise<number> {
  const p = new Parameters();
  const own = inArea('division', reach, p);
  return change(
    em,
    `update fetch_counter set released = used
     where account_id = ${p.add(which.account)} and scope = ${p.add(which.scope)} and period = ${p.add(which.period)}
       and (${p.add(which.licenceType)}::text is null or licence_type = ${p.add(which.licenceType)})
       and used - released >= allowed and ${own}`,
    p.values,
  );
}

export interface FetchSearch {
  readonly licenceType: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly text: { readonly name: string; readonly documents: readonly string[] } | null;
}

/** Newest first. */
export async function fetchRows(
  em: Em,
  reach: Reach,
  search: FetchSearch,
  page: Pick<PageRequest, 'key' | 'limit'>,
): Promise<FetchRow[]> {
  const p = new Parameters();
  const conditions = [inArea('division', reach, p)];
  if (search.licenceType) conditions.push(`licence_type = ${p.add(search.licenceType)}`);
  if (search.from) conditions.push(`at >= ${p.add(search.from)}`);
  if (search.to) conditions.push(`at < ${p.add(search.to)}`);
  if (search.text)
    conditions.push(
      `(name_blind = ${p.add(search.text.name)} or document_blind = any(${p.add(search.text.documents)}::text[]))`,
    );
  if (page.key) conditions.push(`id < ${p.add(page.key[0])}::uuid`);
  return query<FetchRow>(
    em,
    `select * from fetch_record where ${conditions.join(' and ')} order by id desc limit ${p.add(page.limit)}`,
    p.values,
  );
}
