import { change, type Em, newId, query } from '@miaoben/kernel';
import { Parameters } from '@miaoben/kernel/reach';
import { type Affected, bornAfter } from './schedule.document.ts';
import type { RejudgingCause, RejudgingState } from './schedule.type.ts';

export interface RejudgingRow {
  id: string;
  document_id: string;
  version: string;
  cause: RejudgingCause;
  state: RejudgingState;
  affected: Affected;
  last_person: string;
  done: number;
  total: number | null;
  changed: number;
  /** ISO 8601 text */
  started_at: string;
  finished_at: string | null;
  /** since the start, until the end */
  seconds: number;
}

const COLUMNS = `id, document_id, version, cause, state, affected, last_person, done, total, changed, started_at, finished_at,
  extract(epoch from coalesce(finished_at, clock_timestamp()) - started_at)::float8 as seconds`;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Orders that files be judged anew; nothing to do for nobody. */
export async function orderRejudging(
  em: Em,
  order: { documentId: string; version: string; cause: RejudgingCause; affected: Affected },
): Promise<void> {
  const { documentId, version, cause, affected } = order;
  await change(
    em,
    `insert into rejudging (id, document_id, version, cause, state, affected, last_person, total, started_at, finished_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp(), case when $9 then clock_timestamp() end)`,
    [
      newId(),
      documentId,
      version,
      cause,
      affected.none ? 'done' : 'running',
      JSON.stringify(affected),
      NOBODY,
      affected.none ? 0 : null,
      affected.none === true,
    ],
  );
}

export async function latestRejudging(em: Em): Promise<RejudgingRow | undefined> {
  const [row] = await query<RejudgingRow>(em, `select ${COLUMNS} from rejudging order by id desc limit 1`);
  return row;
}

/** The oldest one that is not through, held by the transaction; none while another process is at it. */
export async function takeRejudging(em: Em): Promise<RejudgingRow | undefined> {
  const [row] = await query<RejudgingRow>(
    em,
    `select ${COLUMNS} from rejudging where finished_at is null order by id limit 1 for update skip locked`,
  );
  return row;
}

function condition(affected: Affected, today: string, p: Parameters): string {
  const born = bornAfter(affected, today);
  return [
    born === null ? 'true' : `s.birth_date >= ${p.add(born)}::date`,
    affected.sex === null ? 'true' : `s.sex in (${p.add(affected.sex)}, 'U')`,
    affected.none ? 'false' : 'true',
  ].join(' and ');
}

/** How many files are affected on a day. */
export async function countAffected(em: Em, affected: Affected, today: string): Promise<number> {
  const p = new Parameters();
  const sql = `select count(*)::int as files from subject s where ${condition(affected, today, p)}`;
  const [row] = await query<{ files: number }>(em, sql, p.values);
  return row?.files ?? 0;
}

/** The next persons to judge, by id. */
export async function nextAffected(
  em: Em,
  { affected, last_person }: Pick<RejudgingRow, 'affected' | 'last_person'>,
  today: string,
  limit: number,
): Promise<string[]> {
  const p = new Parameters();
  const sql = `select s.person_id from subject s
    where s.person_id > ${p.add(last_person)}::uuid and ${condition(affected, today, p)}
    order by s.person_id limit ${p.add(limit)}`;
  return (await query<{ person_id: string }>(em, sql, p.values)).map((r) => r.person_id);
}

export async function noteTotal(em: Em, id: string, total: number): Promise<void> {
  await change(em, 'update rejudging set total = $2 where id = $1', [id, total]);
}

export async function noteProgress(
  em: Em,
  id: string,
  step: { lastPerson: string; done: number; changed: number; finished: boolean },
): Promise<void> {
  await change(
    em,
    `update rejudging set last_person = $2, done = done + $3, changed = changed + $4,
       state = case when $5 then 'done' else 'running' end, finished_at = case when $5 then clock_timestamp() end
     where id = $1`,
    [id, step.lastPerson, step.done, step.changed, step.finished],
  );
}

/** Says on the desk that the oldest one does not get on; it is tried again. */
export async function noteFailure(em: Em): Promise<void> {
  await change(
    em,
    `update rejudging set state = 'failed'
     where id = (select id from rejudging where finished_at is null order by id limit 1)`,
  );
}
