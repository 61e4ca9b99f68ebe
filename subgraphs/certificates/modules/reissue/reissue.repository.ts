import { change, type Em, query } from '@miaoben/kernel';

export interface ReissueRow {
  id: string;
  kid: string;
  last_person: string;
  total: number | null;
  done: number;
  reissued: number;
  ended: number;
  failed: boolean;
  started_at: string;
  finished_at: string | null;
}
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Orders that the valid certificates of a key be issued again. */
export async function insertReissue(em: Em, id: string, kid: string): Promise<void> {
  await change(
    em,
    'insert into key_reissue (id, kid, last_person, started_at) values ($1, $2, $3, clock_timestamp())',
    [id, kid, NOBODY],
  );
}

export async function latestReissues(em: Em, limit: number): Promise<ReissueRow[]> {
  return query<ReissueRow>(em, 'select * from key_reissue order by id desc limit $1', [limit]);
}

/** The oldest one that is not through, without holding it. */
export async function openReissue(em: Em): Promise<ReissueRow | undefined> {
  const [row] = await query<ReissueRow>(em, 'select * from key_reissue where finished_at is null order by id limit 1');
  return row;
}

/** The same, held by the transaction, if it stands where it was seen; none when another process went on meanwhile. */
export async function holdReissue(em: Em, seen: ReissueRow): Promise<boolean> {
  const rows = await query(
    em,
    `select 1 from key_reissue where id = $1 and last_person = $2 and finished_at is null for update skip locked`,
    [seen.id, seen.last_person],
  );
  return rows.length > 0;
}

export async function countConcerned(em: Em, kid: string): Promise<number> {
  const [row] = await query<{ n: number }>(
    em,
    `select count(*)::int as n from certificate where kid = $1 and state = 'valid'`,
    [kid],
  );
  return row?.n ?? 0;
}

/** The next persons with a valid certificate of the key, by id. */
export async function nextConcerned(em: Em, { kid, last_person }: ReissueRow, limit: number): Promise<string[]> {
  const rows = await query<{ person_id: string }>(
    em,
    `select person_id from certificate where kid = $1 and state = 'valid' and person_id > $2::uuid
     order by person_id limit $3`,
    [kid, last_person, limit],
  );
  return rows.map((r) => r.person_id);
}

export async function noteTotal(em: Em, id: string, total: number): Promise<void> {
  await change(em, 'update key_reissue set total = $2 where id = $1', [id, total]);
}

export async function noteStep(
  em: Em,
  id: string,
  step: { lastPerson: string; done: number; reissued: number; ended: number; finished: boolean },
): Promise<void> {
  await change(
    em,
    `update key_reissue set last_person = $2, done = done + $3, reissued = reissued + $4, ended = ended + $5, failed = false,
       finished_at = case when $6 then clock_timestamp() end where id = $1`,
    [id, step.lastPerson, step.done, step.reissued, step.ended, step.finished],
  );
}

/** Says on the desk that the oldest one does not get on. */
export async function noteReissueFailure(em: Em): Promise<void> {
  await change(
    em,
    `update key_reissue set failed = true
     where id = (select id from key_reissue where finished_at is null order by id limit 1)`,
  );
}
