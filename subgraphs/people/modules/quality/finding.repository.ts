import { type Em, type PageRequest, query } from '@miaoben/kernel';
import { atDesk, type Desk } from '@miaoben/kernel/desk';
import { Parameters } from '@miaoben/kernel/reach';

export interface SwitchRow {
  rule: string;
  is_on: boolean;
  reason_sealed: string;
  changed_by: string;
  changed_at: string;
}
export interface FindingRow {
  person_id: string;
  rule: string;
  division: string;
  clinic: string;
  found_at: string;
  handover: string | null;
  answer_sealed: string | null;
  answered_by: string | null;
  answered_at: string | null;
}
/** Which findings of a desk; of rules that are on. */
export interface FindingFilter {
  rules: readonly string[];
  division?: string | null | undefined;
  clinic?: string | null | undefined;
  handover?: string | null | undefined;
}

const AT = (alias: string) => ({ units: [`${alias}.clinic`], divisions: [`${alias}.division`] });

function within(alias: string, desk: Desk, filter: FindingFilter, p: Parameters): string {
  const parts = [atDesk(desk, AT(alias), p)];
  if (filter.rules.length === 1) parts.push(`${alias}.rule = ${p.add(filter.rules[0])}`);
  else parts.push(`${alias}.rule = any(${p.add(filter.rules)})`);
  if (filter.division)
    parts.push(
      `${alias}.division >= ${p.add(filter.division)} and ${alias}.division < ${p.add(`${filter.division}:`)}`,
    );
  if (filter.clinic) parts.push(`${alias}.clinic = ${p.add(filter.clinic)}`);
  return parts.join(' and ');
}

/** Every rule that was ever switched. */
export const allSwitches = (em: Em): Promise<SwitchRow[]> => query<SwitchRow>(em, 'select * from quality_switch');

export async function putSwitch(em: Em, row: Omit<SwitchRow, 'changed_at'> & { changed_at: Date }): Promise<void> {
  await query(
    em,
    `insert into quality_switch (rule, is_on, reason_sealed, changed_by, changed_at) values ($1, $2, $3, $4, $5)
     on conflict (rule) do update set is_on = $2, reason_sealed = $3, changed_by = $4, changed_at = $5`,
    [row.rule, row.is_on, row.reason_sealed, row.changed_by, row.changed_at],
  );
}

/** Files a rule, from the counts that are kept. */
export async function countsByRule(
  em: Em,
  desk: Desk,
  filter: FindingFilter,
): Promise<{ rule: string; files: number }[]> {
  const p = new Parameters();
  return query(
    em,
    `select t.rule, sum(t.files)::int files from quality_tally t where ${within('t', desk, filter, p)}
     group by 1 having sum(t.files) > 0 order by 2 desc, 1`,
    p.values,
  );
}

/** Files a unit, from the counts that are kept. */
export async function countsByUnit(
  em: Em,
  desk: Desk,
  filter: FindingFilter,
): Promise<{ clinic: string; files: number }[]> {
  const p = new Parameters();
  return query(
    em,
    `select t.clinic, sum(t.files)::int files from quality_tally t where ${within('t', desk, filter, p)}
     group by 1 having sum(t.files) > 0 order by 2 desc, 1`,
    p.values,
  );
}

/** Findings by rule and file. */
export async function listFindings(
  em: Em,
  desk: Desk,
  filter: FindingFilter,
  page: PageRequest,
): Promise<FindingRow[]> {
  const p = new Parameters();
  const parts = [within('f', desk, filter, p)];
  if (filter.handover) parts.push(`f.handover = ${p.add(filter.handover)}`);
  if (page.key) parts.push(`(f.rule, f.person_id) > (${p.add(page.key[0])}, ${p.add(page.key[1])}::uuid)`);
  return query<FindingRow>(
    em,
    `select f.* from quality_finding f where ${parts.join(' and ')} order by f.rule, f.person_id limit ${p.add(page.limit)}`,
    p.values,
  );
}

export interface HandoverRow {
  id: string;
  rule: string;
  clinic: string;
  division: string;
  files: number;
  note_sealed: string | null;
  by_account: string;
  at: string;
  left_files: number;
  answered: number;
}

/** Hand-overs of a desk that stand, newest first, with what is left of them. */
export async function listHandovers(em: Em, desk: Desk, page: PageRequest): Promise<HandoverRow[]> {
  const p = new Parameters();
  const after = page.key ? `and (h.at, h.id) < (${p.add(page.key[0])}::timestamptz, ${p.add(page.key[1])}::uuid)` : '';
  return query<HandoverRow>(
    em,
    `select h.*, l.left_files, l.answered from quality_handover h cross join lateral (
       select count(*)::int left_files, count(f.answered_at)::int answered from quality_finding f where f.handover = h.id) l
     where ${atDesk(desk, AT('h'), p)} and h.withdrawn_at is null ${after}
     order by h.at desc, h.id desc limit ${p.add(page.limit)}`,
    p.values,
  );
}

/** Writes a hand-over and puts the clinic's open findings of the rule under it. @returns how many; 0: nothing is written */
export async function handOver(
  em: Em,
  desk: Desk,
  handover: {
    id: string;
    rule: string;
    clinic: string;
    division: string;
    noteSealed: string | null;
    by: string;
    at: Date;
  },
): Promise<number> {
  const { id, rule, clinic, division, noteSealed, by, at } = handover;
  await query(
    em,
    `insert into quality_handover (id, rule, clinic, division, files, note_sealed, by_account, at)
     values ($1, $2, $3, $4, 0, $5, $6, $7)`,
    [id, rule, clinic, division, noteSealed, by, at],
  );
  const p = new Parameters();
  const rows = await query(
    em,
    `update quality_finding f set handover = ${p.add(id)}, answer_sealed = null, answered_by = null, answered_at = null
     where ${within('f', desk, { rules: [rule], clinic }, p)} and (f.handover is null or f.answered_at is not null)
     returning f.person_id`,
    p.values,
  );
  await query(em, 'update quality_handover set files = $2 where id = $1', [id, rows.length]);
  return rows.length;
}

/** @returns false when the finding is not the desk's, or nobody handed it over */
export async function answerFinding(
  em: Em,
  desk: Desk,
  answer: { personId: string; rule: string; sealed: string; by: string; at: Date },
): Promise<boolean> {
  const p = new Parameters();
  const rows = await query(
    em,
    `update quality_finding f set answer_sealed = ${p.add(answer.sealed)}, answered_by = ${p.add(answer.by)},
       answered_at = ${p.add(answer.at)}
     where f.person_id = ${p.add(answer.personId)} and f.rule = ${p.add(answer.rule)} and ${atDesk(desk, AT('f'), p)}
       and f.handover is not null returning f.person_id`,
    p.values,
  );
  return rows.length > 0;
}
