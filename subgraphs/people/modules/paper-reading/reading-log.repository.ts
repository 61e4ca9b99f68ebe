import { type Em, type PageRequest, query } from '@miaoben/kernel';
import { atDesk, type Desk } from '@miaoben/kernel/desk';
import { Parameters } from '@miaoben/kernel/reach';
import type { PaperKind } from './fields.rules.ts';
import type { ReadingFault } from './page.types.ts';

export interface LogFilter {
  from?: string | null;
  to?: string | null;
  kind?: PaperKind | null;
  state?: string | null;
  /** one account only */
  account?: string | null;
}

export interface LogRow {
  id: string;
  started_at: string;
  account_id: string;
  role: string;
  organisation_id: string | null;
  kind: PaperKind;
  state: 'waiting' | 'ready' | 'failed';
  failure: ReadingFault | null;
  sharpness: number | null;
  fields: number | null;
  unsure: number | null;
  duration_ms: number | null;
  is_used: boolean | null;
  corrected: string[] | null;
}

const PROVINCE = 2;

/** Runs of a unit, or of an area: those of its units, and of families with a child there; a family without one is the province's. */
function within(desk: Desk, p: Parameters): string {
  if (desk.kind === 'unit') return `r.organisation_id = ${p.add(desk.unit)}`;
  const family = `exists (select 1 from binding b join person pe on pe.id = b.person_id
    where b.account_id = r.account_id and ${atDesk(desk, { units: [], divisions: ['pe.residence'] }, p)})`;
  const parts = [
    `${atDesk(desk, { units: [], divisions: ['o.division_code'] }, p)}`,
    `(r.organisation_id is null and ${family})`,
  ];
  if (desk.divisions.some((division) => division.length <= PROVINCE)) parts.push('r.organisation_id is null');
  return `(${parts.join(' or ')})`;
}

/** The log of the recognition of papers, newest first. */
export async function listReadings(em: Em, desk: Desk, filter: LogFilter, page: PageRequest): Promise<LogRow[]> {
  const p = new Parameters();
  const parts = [within(desk, p)];
  if (filter.account) parts.push(`r.account_id = ${p.add(filter.account)}`);
  if (filter.from) parts.push(`r.started_at >= (${p.add(filter.from)}::date)::timestamp at time zone 'Asia/Shanghai'`);
  if (filter.to) parts.push(`r.started_at < (${p.add(filter.to)}::date + 1)::timestamp at time zone 'Asia/Shanghai'`);
  if (filter.kind) parts.push(`r.kind = ${p.add(filter.kind)}`);
  if (filter.state) parts.push(`r.state = ${p.add(filter.state)}`);
  if (page.key) parts.push(`r.id < ${p.add(page.key[0])}::uuid`);
  return query<LogRow>(
    em,
    `select r.id, r.started_at, r.account_id, r.role, r.organisation_id, r.kind, r.state, r.failure, r.sharpness, r.fields, r.unsure,
       r.duration_ms, r.is_used, r.corrected
     from paper_reading r left join organisation o on o.id::text = r.organisation_id
     where ${parts.join(' and ')} order by r.id desc limit ${p.add(page.limit)}`,
    p.values,
  );
}
