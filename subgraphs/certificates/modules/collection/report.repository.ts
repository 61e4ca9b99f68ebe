import { type Em, query } from '@miaoben/kernel';

/** What was collected of one type on one day (校验日报). */
export interface DayRow {
  day: string;
  type_code: string;
  batches: number;
  taken: number;
  refused: number;
  failed: number;
  rows_read: number;
  rows_wrong: number;
  by_rule: Record<string, number>;
  singles_taken: number;
  singles_refused: number;
}
export interface ReportSpan {
  /** YYYY-MM-DD, both inclusive */
  readonly from: string;
  readonly to: string;
  /** null: of everybody */
  readonly organisation: string | null;
}

/** Rounds decided and single licences sent, by day in Shanghai and type, newest day first. At most 31 days × types: no page. */
export async function dayRows(em: Em, { from, to, organisation }: ReportSpan): Promise<DayRow[]> {
  return query<DayRow>(
    em,
    `with span as (
       select ($1::date::timestamp at time zone 'Asia/Shanghai') as since,
         (($2::date + 1)::timestamp at time zone 'Asia/Shanghai') as until
     ), decided as (
       select (r.decided_at at time zone 'Asia/Shanghai')::date as day, b.type_code, r.outcome, r.rows_read, r.rows_wrong,
         r.by_rule, r.batch_id
       from collection_round r join collection_batch b on b.id = r.batch_id, span
       where r.decided_at >= span.since and r.decided_at < span.until and ($3::uuid is null or b.organisation_id = $3)
     ), rules as (
       select day, type_code, jsonb_object_agg(rule, n) as by_rule from (
         select day, type_code, e.key as rule, sum(e.value::int)::int as n
         from decided, jsonb_each_text(by_rule) as e group by day, type_code, e.key) as s group by day, type_code
     ), batches as (
       select day, type_code, count(distinct batch_id)::int as batches,
         count(*) filter (where outcome = 'taken')::int as taken,
         count(*) filter (where outcome = 'refused')::int as refused,
         count(*) filter (where outcome = 'failed')::int as failed,
         coalesce(sum(rows_read), 0)::int as rows_read, coalesce(sum(rows_wrong), 0)::int as rows_wrong
       from decided group by day, type_code
     ), singles as (
       select (s.at at time zone 'Asia/Shanghai')::date as day, s.type_code,
         count(*) filter (where taken)::int as singles_taken, count(*) filter (where not taken)::int as singles_refused
       from collection_single s, span
       where s.at >= span.since and s.at < span.until and ($3::uuid is null or s.organisation_id = $3)
       group by 1, 2
     )
     select day::text, type_code, coalesce(batches, 0) as batches, coalesce(taken, 0) as taken,
       coalesce(refused, 0) as refused, coalesce(failed, 0) as failed, coalesce(rows_read, 0) as rows_read,
       coalesce(rows_wrong, 0) as rows_wrong, coalesce(by_rule, '{}') as by_rule,
       coalesce(singles_taken, 0) as singles_taken, coalesce(singles_refused, 0) as singles_refused
     from batches full join singles using (day, type_code) left join rules using (day, type_code)
     order by day desc, type_code`,
    [from, to, organisation],
  );
}

/** What stands in the store, by type and division: the coverage of the collection (J-46). */
export async function coverageRows(
  em: Em,
): Promise<
  { type_code: string; name: string; division: string; licences: string; earliest: string; latest: string }[]
> {
  return query(
    em,
    `select t.code as type_code, t.name, c.division, sum(c.licences)::text as licences,
       coalesce(min(s.earliest)::text, '') as earliest, coalesce(max(s.latest)::text, '') as latest
     from licence_count c join licence_type t on t.code = c.type_code
     left join lateral (select
       (select business_date from licence l where l.type_code = t.code order by business_date limit 1) as earliest,
       (select business_date from licence l where l.type_code = t.code order by business_date desc limit 1) as latest
     ) as s on true
     where c.valid_flag = 1 and c.licences > 0 group by t.code, t.name, c.division order by t.code, c.division`,
  );
}
