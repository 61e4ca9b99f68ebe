import { change, type Em, type PageRequest, query } from '@miaoben/kernel';
import { ofReach, type SealReach } from './seal.repository.ts';

/** One act of sealing or withdrawing, kept as evidence. */
export interface LogRow {
  seq: string;
  at: string;
  act: 'seal' | 'withdraw';
  document_id: string;
  person_id: string;
  certificate_id: string;
  issuer_id: string;
  division: string;
  seal_id: string | null;
  operator: string;
  format: 'ofd' | 'pdf' | null;
  file_sm3: string | null;
  certificate_serial: string | null;
  result: 'ok' | 'failed';
  reason: string | null;
  certificate_number: string | null;
}
export type LogLine = Omit<LogRow, 'seq' | 'at' | 'division' | 'certificate_number'> & { at: Date };

/** Adds a line, with the division of the issuer. */
export async function logSealing(em: Em, line: LogLine): Promise<void> {
  await change(
    em,
    `insert into sealing_log (at, act, document_id, person_id, certificate_id, issuer_id, division, seal_id, operator, format,
       file_sm3, certificate_serial, result, reason)
     values ($1, $2, $3, $4, $5, $6, coalesce((select division from organisation where id = $6), ''), $7, $8, $9, $10, $11, $12, $13)`,
    [
      line.at,
      line.act,
      line.document_id,
      line.person_id,
      line.certificate_id,
      line.issuer_id,
      line.seal_id,
      line.operator,
      line.format,
      line.file_sm3,
      line.certificate_serial,
      line.result,
      line.reason,
    ],
  );
}

/** Lines of a reach, the latest first. @param filter.documentId only those of one file */
export async function logPage(
  em: Em,
  reach: SealReach,
  filter: { documentId: string | null; sealId: string | null },
  page: PageRequest,
): Promise<LogRow[]> {
  const { sql, parameters } = ofReach('l', reach, 5);
  return query<LogRow>(
    em,
    `select l.*, c.number as certificate_number from sealing_log l left join certificate c using (person_id, certificate_id)
     where ($1::uuid is null or l.document_id = $1) and ($2::uuid is null or l.seal_id = $2)
       and ($3::bigint is null or l.seq < $3) and ${sql} order by l.seq desc limit $4`,
    [filter.documentId, filter.sealId, page.key?.[0] ?? null, page.limit, ...parameters],
  );
}

export interface SealCounts {
  division: string;
  active: number;
  made: number;
  ended: number;
  sealed: number;
  failed: number;
  withdrawn: number;
}

/** Seals and sealings by division one level below, over days in Shanghai, both included. */
export async function sealCounts(
  em: Em,
  reach: SealReach,
  division: string,
  digits: number,
  from: string,
  to: string,
): Promise<SealCounts[]> {
  const seals = ofReach('s', reach, 5);
  const log = ofReach('l', reach, 5);
  const within = (column: string) =>
    `${column} >= $3::date::timestamp at time zone 'Asia/Shanghai' and ${column} < ($4::date + 1)::timestamp at time zone 'Asia/Shanghai'`;
  return query<SealCounts>(
    em,
    `with s as (
       select left(s.division, $2) as division, count(*) filter (where s.state = 'active')::int as active,
         count(*) filter (where ${within('s.made_at')})::int as made,
         count(*) filter (where ${within('s.ended_at')})::int as ended
       from seal s where starts_with(s.division, $1) and ${seals.sql} group by 1),
     l as (
       select left(l.division, $2) as division,
         count(distinct l.document_id) filter (where l.act = 'seal' and l.result = 'ok')::int as sealed,
         count(distinct l.document_id) filter (where l.result = 'failed')::int as failed,
         count(distinct l.document_id) filter (where l.act = 'withdraw')::int as withdrawn
       from sealing_log l where starts_with(l.division, $1) and ${within('l.at')} and ${log.sql} group by 1)
     select coalesce(s.division, l.division) as division, coalesce(s.active, 0) as active, coalesce(s.made, 0) as made,
       coalesce(s.ended, 0) as ended, coalesce(l.sealed, 0) as sealed, coalesce(l.failed, 0) as failed,
       coalesce(l.withdrawn, 0) as withdrawn
     from s full join l using (division) order by 1`,
    [division, digits, from, to, ...seals.parameters],
  );
}
