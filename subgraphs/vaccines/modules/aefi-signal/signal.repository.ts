import { change, type Em, query } from '@miaoben/kernel';
import { Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import { COUNTED_STATES } from '../aefi/aefi.rules.ts';
import { DEFAULT_SETTINGS, type LotCount, type SignalSettings } from './signal.rules.ts';

/** First days of the first and the last month of vaccination. */
export interface Months {
  readonly from: string;
  readonly to: string;
}

const NOBODY = 'null::uuid';

/** Doses and reports of every lot of the products that have reports, in an area, by month of vaccination. */
export async function countLots(em: Em, reach: Reach, { from, to }: Months): Promise<LotCount[]> {
  const p = new Parameters();
  const months = `between ${p.add(from)}::date and ${p.add(to)}::date`;
  const area = withinReach({ person: NOBODY, division: 'county' }, reach, p);
  const sql = `
    with report as (
      select d.product_id, d.lot_number, count(distinct c.id)::int as reports
      from aefi_case c join aefi_dose d on d.case_id = c.id
      where c.state = any(${p.add(COUNTED_STATES)}::text[]) and ${withinReach({ person: NOBODY, division: 'c.division' }, reach, p)}
        and d.product_id is not null and d.lot_number is not null and date_trunc('month', d.given_on)::date ${months}
      group by 1, 2
    ), exposure as (
      select product_id, lot_number, sum(doses)::int as doses from (
        select product_id, lot_number, doses from lot_exposure where ${area} and month ${months}
        union all
        select product_id, lot_number, doses from lot_exposure_delta where ${area} and month ${months}
      ) e where product_id in (select product_id from report) group by 1, 2
    )
    select product_id as "productId", lot_number as "lotNumber", coalesce(doses, 0) as doses, coalesce(reports, 0) as reports
    from exposure full join report using (product_id, lot_number)`;
  return query<LotCount>(em, sql, p.values);
}

/** Adds the differences of the last statements to the kept numbers. @returns the rows that were taken in */
export async function mergeExposure(em: Em): Promise<number> {
  const [row] = await query<{ taken: number }>(
    em,
    `with taken as (delete from lot_exposure_delta returning *), merged as (
       insert into lot_exposure as e select product_id, lot_number, county, month, sum(doses) from taken group by 1, 2, 3, 4
       on conflict (product_id, lot_number, county, month) do update set doses = e.doses + excluded.doses returning 1)
     select (select count(*) from taken)::int as taken, (select count(*) from merged) as merged`,
  );
  return row!.taken;
}

export async function readSettings(em: Em): Promise<SignalSettings> {
  const [row] = await query<{ minimum_reports: number; probability: number }>(
    em,
    'select minimum_reports, probability from aefi_setting',
  );
  return row ? { minimumReports: row.minimum_reports, probability: row.probability } : DEFAULT_SETTINGS;
}

export async function writeSettings(
  em: Em,
  settings: SignalSettings,
  by: { account: string; at: Date },
): Promise<void> {
  await change(
    em,
    `insert into aefi_setting (minimum_reports, probability, changed_by, changed_at) values ($1, $2, $3, $4)
     on conflict (one) do update set minimum_reports = excluded.minimum_reports, probability = excluded.probability,
       changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
    [settings.minimumReports, settings.probability, by.account, by.at],
  );
}
