import { change, type Em, query } from '@miaoben/kernel';
import { DOSES_OF_P } from '../combined-query/query.compile.ts';
import type { CheckedDose } from './quality.rules.ts';

/** Where a finding counts. */
export interface Place {
  division: string;
  clinic: string;
}
export interface Finding extends Place {
  personId: string;
  rule: string;
}
interface StoredFinding extends Place {
  person_id: string;
  rule: string;
}

/** Files to be checked again once the caller's transaction stands. */
export async function awaitCheck(em: Em, ids: readonly string[]): Promise<void> {
  if (ids.length > 0)
    await query(em, 'insert into quality_pending (person_id) select * from unnest($1::uuid[])', [ids]);
}

/** Takes up to `limit` files that wait; they come back when the transaction does not end well. */
export async function takePending(em: Em, limit: number): Promise<string[]> {
  const rows = await query<{ person_id: string }>(
    em,
    `delete from quality_pending where seq in (select seq from quality_pending order by seq limit $1) returning person_id`,
    [limit],
  );
  return [...new Set(rows.map((r) => r.person_id))];
}

const keyOf = ({ rule, clinic, division }: { rule: string } & Place) => `${rule}\n${clinic}\n${division}`;

/**
 * Makes the stored findings of these files the given ones, and the counts with them. Only the check itself writes here, one process
 * at a time (`quality.worker.ts`), so the counts are those of the rows at every moment.
 * @returns how many findings came and went
 */
export async function keepFindings(
  em: Em,
  ids: readonly string[],
  found: readonly Finding[],
  at: Date,
): Promise<{ come: number; gone: number }> {
  const stored = await query<StoredFinding>(
    em,
    'select person_id, rule, division, clinic from quality_finding where person_id = any($1::uuid[])',
    [ids],
  );
  const held = new Map(stored.map((s) => [`${s.person_id} ${s.rule}`, s]));
  const wanted = new Set(found.map((f) => `${f.personId} ${f.rule}`));
  const come = found.filter((f) => !held.has(`${f.personId} ${f.rule}`));
  const gone = stored.filter((s) => !wanted.has(`${s.person_id} ${s.rule}`));
  const moved = found.filter((f) => {
    const was = held.get(`${f.personId} ${f.rule}`);
    return was !== undefined && keyOf(was) !== keyOf(f);
  });
  const left = moved.map((f) => held.get(`${f.personId} ${f.rule}`)!);
  if (gone.length > 0) {
    await query(
      em,
      'delete from quality_finding where (person_id, rule) in (select * from unnest($1::uuid[], $2::text[]))',
      [gone.map((g) => g.person_id), gone.map((g) => g.rule)],
    );
  }
  const written = [...come, ...moved];
  if (written.length > 0) {
    // A file that went to another clinic was handed over to its former one: the hand-over ends.
    await query(
      em,
      `insert into quality_finding as f (person_id, rule, division, clinic, found_at)
       select w.*, $5 from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[]) w
       on conflict (person_id, rule) do update set division = excluded.division, clinic = excluded.clinic,
         handover = case when f.clinic = excluded.clinic then f.handover end,
         answer_sealed = case when f.clinic = excluded.clinic then f.answer_sealed end,
         answered_by = case when f.clinic = excluded.clinic then f.answered_by end,
         answered_at = case when f.clinic = excluded.clinic then f.answered_at end`,
      [
        written.map((w) => w.personId),
        written.map((w) => w.rule),
        written.map((w) => w.division),
        written.map((w) => w.clinic),
        at,
      ],
    );
  }
  await count(em, written, [...gone, ...left]);
  return { come: come.length, gone: gone.length };
}

async function count(
  em: Em,
  more: readonly ({ rule: string } & Place)[],
  fewer: readonly ({ rule: string } & Place)[],
) {
  const change = new Map<string, number>();
  for (const one of more) change.set(keyOf(one), (change.get(keyOf(one)) ?? 0) + 1);
  for (const one of fewer) change.set(keyOf(one), (change.get(keyOf(one)) ?? 0) - 1);
  const rows = [...change].flatMap(([key, by]) =>
    by === 0 ? [] : [{ key: key.split('\n') as [string, string, string], by }],
  );
  if (rows.length === 0) return;
  const parameters = [0, 1, 2].map((i) => rows.map(({ key }) => key[i]));
  // Two statements: a count that falls cannot be inserted, for no count may be below nought.
  await query(
    em,
    `insert into quality_tally (rule, clinic, division, files)
     select rule, clinic, division, 0 from unnest($1::text[], $2::uuid[], $3::text[]) c (rule, clinic, division)
     on conflict do nothing`,
    parameters,
  );
  await query(
    em,
    `update quality_tally t set files = t.files + c.more
     from unnest($1::text[], $2::uuid[], $3::text[], $4::int[]) c (rule, clinic, division, more)
     where t.rule = c.rule and t.clinic = c.clinic and t.division = c.division`,
    [...parameters, rows.map(({ by }) => by)],
  );
}

/** Findings of rules that are no longer in the set go, with their counts. */
export async function dropOtherRules(em: Em, rules: readonly string[]): Promise<void> {
  await change(em, 'delete from quality_finding where not rule = any($1)', [rules]);
  await change(em, 'delete from quality_tally where not rule = any($1)', [rules]);
}

export interface RunRow {
  id: string;
  rule_version: string;
  state: 'running' | 'done';
  last_person: string | null;
  done: number;
  total: number;
  started_at: string;
  ended_at: string | null;
}

export async function lastRun(em: Em): Promise<RunRow | undefined> {
  const [row] = await query<RunRow>(em, 'select * from quality_run order by started_at desc, id desc limit 1');
  return row;
}

/** Begins a check of all files unless one is under way. */
export async function beginRun(
  em: Em,
  run: { id: string; version: string; at: Date; by: string | null },
): Promise<boolean> {
  const rows = await query(
    em,
    `insert into quality_run (id, rule_version, state, total, started_at, asked_by)
     select $1, $2, 'running', (select count(*)::int from person), $3, $4
     on conflict (state) where state = 'running' do nothing returning id`,
    [run.id, run.version, run.at, run.by],
  );
  return rows.length > 0;
}

/** The next files of a run in the order of their ids. */
export async function nextFiles(em: Em, after: string | null, limit: number): Promise<string[]> {
  const rows = await query<{ id: string }>(
    em,
    'select id from person where ($1::uuid is null or id > $1::uuid) order by id limit $2',
    [after, limit],
  );
  return rows.map((r) => r.id);
}

export async function noteProgress(em: Em, id: string, last: string, files: number): Promise<void> {
  await query(em, 'update quality_run set last_person = $2, done = done + $3 where id = $1', [id, last, files]);
}
export async function endRun(em: Em, id: string, at: Date): Promise<void> {
  await query(em, `update quality_run set state = 'done', ended_at = $2, total = done where id = $1`, [id, at]);
}

/** Days of death by confirmed report. */
export async function confirmedDeaths(em: Em, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await query<{ person_id: string; died_on: string }>(
    em,
    `select person_id, min(died_on) died_on from death_report where person_id = any($1::uuid[]) and state = 'confirmed' group by 1`,
    [ids],
  );
  return new Map(rows.map((r) => [r.person_id, r.died_on]));
}

/** True when no file waits for the check and no check of all files is under way. */
export async function checkIsDone(em: Em): Promise<boolean> {
  const [row] = await query<{ done: boolean }>(
    em,
    `select not exists (select 1 from quality_pending) and exists (select 1 from quality_run)
       and not exists (select 1 from quality_run where state = 'running') done`,
  );
  return row?.done ?? false;
}

/** Doses by file, those of the files merged into it among them, by date. */
export async function checkedDoses(em: Em, ids: readonly string[]): Promise<Map<string, CheckedDose[]>> {
  const rows = await query<{ id: string; vaccine: string; given_on: string; expires_on: string | null }>(
    em,
    `select p.id, d.vaccine, d.given_on, d.expires_on from unnest($1::uuid[]) p (id) cross join lateral (
       select d.* from ${DOSES_OF_P}) d order by p.id, d.given_on`,
    [ids],
  );
  const byFile = Map.groupBy(rows, (row) => row.id);
  return new Map(
    [...byFile].map(([id, all]) => [
      id,
      all.map((d) => ({ vaccine: d.vaccine, givenOn: d.given_on, expiresOn: d.expires_on })),
    ]),
  );
}

/** Those of some townships that stand. */
export async function knownPlaces(em: Em, codes: readonly string[]): Promise<Set<string>> {
  const rows = await query<{ code: string }>(em, 'select code from township where code = any($1)', [codes]);
  return new Set(rows.map((row) => row.code));
}
