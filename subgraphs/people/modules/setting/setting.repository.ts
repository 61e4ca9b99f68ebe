import { type Em, query } from '@miaoben/kernel';
import type { PeopleSetting } from './setting.rules.ts';

interface SettingRow {
  division: string;
  hbsag_required: boolean;
  anti_hbs_required: boolean;
  push_days: number;
  newborn_days: number;
  answer_days: number;
  max_bindings: number;
  version: number;
  changed_at: string;
  changed_by: string;
}
export interface StoredSetting extends PeopleSetting {
  readonly changedAt: string;
  readonly changedBy: string;
}

const toSetting = (row: SettingRow): StoredSetting => ({
  division: row.division,
  hbsagRequired: row.hbsag_required,
  antiHbsRequired: row.anti_hbs_required,
  pushDays: row.push_days,
  newbornDays: row.newborn_days,
  answerDays: row.answer_days,
  maxBindings: row.max_bindings,
  version: row.version,
  changedAt: row.changed_at,
  changedBy: row.changed_by,
});

/** All settings there are: one a division that set its own, so they are few. */
export async function allSettings(em: Em): Promise<StoredSetting[]> {
  return (await query<SettingRow>(em, 'select * from people_setting')).map(toSetting);
}

/** Stores the next version of a division's setting. @returns undefined when `setting.version` is not the stored one */
export async function putSetting(
  em: Em,
  setting: PeopleSetting,
  by: string,
  at: Date,
): Promise<StoredSetting | undefined> {
  const [row] = await query<SettingRow>(
    em,
    `insert into people_setting as s (division, hbsag_required, anti_hbs_required, push_days, newborn_days, answer_days, max_bindings, version, changed_at, changed_by)
     select $1, $2, $3, $4, $5, $6, $10, 1, $8, $9 where $7 = 0 or exists (select 1 from people_setting where division = $1)
     on conflict (division) do update set hbsag_required = $2, anti_hbs_required = $3, push_days = $4, newborn_days = $5,
       answer_days = $6, max_bindings = $10, version = s.version + 1, changed_at = $8, changed_by = $9 where s.version = $7
     returning *`,
    [
      setting.division,
      setting.hbsagRequired,
      setting.antiHbsRequired,
      setting.pushDays,
      setting.newbornDays,
      setting.answerDays,
      setting.version,
      at,
      by,
      setting.maxBindings,
    ],
  );
  return row && toSetting(row);
}
