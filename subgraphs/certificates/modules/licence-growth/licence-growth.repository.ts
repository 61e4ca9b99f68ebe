import { type Em, query } from '@miaoben/kernel';
import { Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';

export interface GrowthFilter {
  readonly typeCode: string | null;
  /** days in Shanghai, both included */
  readonly from: string;
  readonly to: string;
}

export interface GrowthRow {
  type_code: string;
  added: number;
  before: number;
  last_year: number;
  renewed: number;
  voided: number;
}

/** Lines of the log by what they say of a licence: it is new, it stands anew, it is out of use. */
const ADDED = `'generated', 'collected'`;
const RENEWED = `'overwritten', 'extended', 'changed', 'replaced'`;
const ENDED = `'voided', 'cancelled'`;

/** What the log of licences tells of a span and of the two it is compared with, by type. */
export async function growthOf(em: Em, { typeCode, from, to }: GrowthFilter, reach: Reach): Promise<GrowthRow[]> {
  const p = new Parameters();
  const first = `${p.add(from)}::date`;
  const last = `${p.add(to)}::date`;
  const before = `${first} - (${last} - ${first} + 1)`;
  const yearAgo = (day: string) => `(${day} - interval '1 year')::date`;
  const start = (day: string) => `(${day})::timestamp at time zone 'Asia/Shanghai'`;
  const where = [
    withinReach({ person: 'null', division: 'l.division' }, reach, p),
    `l.kind in (${ADDED}, ${RENEWED}, ${ENDED})`,
    `l.at >= ${start(`least(${before}, ${yearAgo(first)})`)} and l.at < ${start(`${last} + 1`)}`,
  ];
  if (typeCode !== null) where.push(`l.type_code = ${p.add(typeCode)}`);
  const sum = (kinds: string, from_: string, to_: string) =>
    `coalesce(sum(rows) filter (where kind in (${kinds}) and day between ${from_} and ${to_}), 0)::int`;
  const added = (from_: string, to_: string) => sum(ADDED, from_, to_);
  return query<GrowthRow>(
    em,
    `with line as (
       select l.type_code, l.kind, l.rows, (l.at at time zone 'Asia/Shanghai')::date as day from licence_log l
       where ${where.join(' and ')}
     ), growth as (
       select type_code, ${added(first, last)} as added, ${added(before, `${first} - 1`)} as before,
         ${added(yearAgo(first), yearAgo(last))} as last_year, ${sum(RENEWED, first, last)} as renewed,
         ${sum(ENDED, first, last)} as voided
       from line group by 1
     )
     select * from growth where added + before + last_year + renewed + voided > 0 order by type_code`,
    p.values,
  );
}
