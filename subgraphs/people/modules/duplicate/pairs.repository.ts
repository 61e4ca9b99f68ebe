import { type Em, type PageRequest, query } from '@miaoben/kernel';
import { Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import { LIKENESS_COLUMNS, type LikenessRow, toLikeness } from './duplicate.service.ts';
import { commonDivision, type LikeFile, type Pair } from './pairs.rules.ts';

export interface PairRow {
  a_id: string;
  b_id: string;
  score: number;
  reasons: string[];
  common: string;
  state: 'open' | 'different';
  found_at: string;
  decided_by: string | null;
  decided_at: string | null;
  note_sealed: string | null;
}
export interface PairRunRow {
  id: string;
  state: 'running' | 'done';
  last_birth: string | null;
  files: number;
  skipped: number;
  started_at: string;
  ended_at: string | null;
}
/** Scores are stored in hundredths: a cursor must name one exactly. */
const HUNDREDTHS = 100;

export async function lastPairRun(em: Em): Promise<PairRunRow | undefined> {
  const [row] = await query<PairRunRow>(em, 'select * from duplicate_run order by started_at desc, id desc limit 1');
  return row;
}

export async function beginPairRun(em: Em, id: string, at: Date): Promise<boolean> {
  const rows = await query(
    em,
    `insert into duplicate_run (id, state, started_at) values ($1, 'running', $2)
     on conflict (state) where state = 'running' do nothing returning id`,
    [id, at],
  );
  return rows.length > 0;
}

export async function notePairs(em: Em, id: string, birthDate: string, files: number, skipped: number): Promise<void> {
  await query(
    em,
    'update duplicate_run set last_birth = $2, files = files + $3, skipped = skipped + $4 where id = $1',
    [id, birthDate, files, skipped],
  );
}
export async function endPairRun(em: Em, id: string, at: Date): Promise<void> {
  await query(em, `update duplicate_run set state = 'done', ended_at = $2 where id = $1`, [id, at]);
}

/** The next birth date that any file has. */
export async function nextBirthDate(em: Em, after: string | null): Promise<string | undefined> {
  const [row] = await query<{ birth_date: string | null }>(
    em,
    'select min(birth_date) birth_date from person where $1::date is null or birth_date > $1::date',
    [after],
  );
  return row?.birth_date ?? undefined;
}

/** Live files of one birth date, all over the province. */
export async function filesBorn(em: Em, birthDate: string): Promise<LikeFile[]> {
  const rows = await query<LikenessRow & { residence: string }>(
    em,
    `select ${LIKENESS_COLUMNS}, p.residence from person p
     where p.birth_date = $1::date and p.registration_state <> 'cancelled' and p.deleted_on is null`,
    [birthDate],
  );
  return rows.map((row) => ({ id: row.id, residence: row.residence, likeness: toLikeness(row) }));
}

/** Makes the pairs of a birth date the found ones; what was decided of a pair stays with it. */
export async function keepPairs(em: Em, birthDate: string, pairs: readonly Pair[], at: Date): Promise<void> {
  await query(
    em,
    `delete from duplicate_pair where birth_date = $1::date and state = 'open'
       and not (a_id, b_id) in (select * from unnest($2::uuid[], $3::uuid[]))`,
    [birthDate, pairs.map((p) => p.a.id), pairs.map((p) => p.b.id)],
  );
  if (pairs.length === 0) return;
  await query(
    em,
    `insert into duplicate_pair (a_id, b_id, score, reasons, common, birth_date, found_at)
     select a_id, b_id, score, string_to_array(reasons, ','), common, $6::date, $7
     from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[]) n (a_id, b_id, score, reasons, common)
     on conflict (a_id, b_id) do update set score = excluded.score, reasons = excluded.reasons, common = excluded.common,
       birth_date = excluded.birth_date`,
    [
      pairs.map((p) => p.a.id),
      pairs.map((p) => p.b.id),
      pairs.map((p) => Math.round(p.score * HUNDREDTHS)),
      pairs.map((p) => p.reasons.join(',')),
      pairs.map((p) => commonDivision(p.a.residence, p.b.residence)),
      birthDate,
      at,
    ],
  );
}

/** A pair is of whoever has both files in the area: those of two cities are of the province. */
const within = (reach: Reach, p: Parameters) => withinReach({ person: 'd.a_id', division: 'd.common' }, reach, p);

/** Pairs of live files inside a reach, the likeliest first. */
export async function listPairs(
  em: Em,
  reach: Reach,
  filter: { state: 'open' | 'different'; isAcross: boolean },
  page: PageRequest,
): Promise<PairRow[]> {
  const p = new Parameters();
  const parts = [within(reach, p), `d.state = ${p.add(filter.state)}`];
  if (filter.isAcross) parts.push('length(d.common) < 6');
  if (page.key) {
    const [score, a, b] = page.key.map((k) => p.add(k));
    parts.push(`(-d.score, d.a_id, d.b_id) > (-${score}::int, ${a}::uuid, ${b}::uuid)`);
  }
  return query<PairRow>(
    em,
    `select d.* from duplicate_pair d join person a on a.id = d.a_id join person b on b.id = d.b_id
     where ${parts.join(' and ')} and a.registration_state <> 'cancelled' and b.registration_state <> 'cancelled'
     order by d.score desc, d.a_id, d.b_id limit ${p.add(page.limit)}`,
    p.values,
  );
}

/** @returns false when there is no such pair inside the reach */
export async function decidePair(
  em: Em,
  reach: Reach,
  [a, b]: readonly [string, string],
  decision: { state: 'open' | 'different'; noteSealed: string; by: string; at: Date },
): Promise<boolean> {
  const p = new Parameters();
  const rows = await query(
    em,
    `update duplicate_pair d set state = ${p.add(decision.state)}, note_sealed = ${p.add(decision.noteSealed)},
       decided_by = ${p.add(decision.by)}, decided_at = ${p.add(decision.at)}
     where d.a_id = ${p.add(a)} and d.b_id = ${p.add(b)} and ${within(reach, p)} returning d.a_id`,
    p.values,
  );
  return rows.length > 0;
}
