import { change, type Em, query } from '@miaoben/kernel';
import { type DivisionColumn, followRows } from '@miaoben/kernel/division-rows';
import { followSettings } from '@miaoben/kernel/division-settings';
import type { DivisionsChanged } from '@miaoben/schema';

/** The issuer of a licence, by its code. */
const ISSUER = '(select o.id from organisation o where o.code = t.issuer_code)';
/** Where rows stand. What is evidence of a day (the logs of licences and sealings) keeps the code of that day. */
const COLUMNS: readonly DivisionColumn[] = [
  { table: 'application', column: 'division', unit: 't.issuer_id' },
  { table: 'own_check', column: 'division', unit: 't.clinic_id' },
  { table: 'own_check', column: 'school_division', unit: 't.school_id' },
  { table: 'school_round', column: 'division' },
  { table: 'school_pupil', column: 'division', unit: 't.school_id' },
  { table: 'seal', column: 'division', unit: 't.issuer_id' },
  { table: 'licence', column: 'division', key: 'licence_id', unit: ISSUER },
  {
    table: 'licence_application',
    column: 'division',
    unit: '(select o.id from licence l join organisation o on o.code = l.issuer_code where l.type_code = t.type_code and l.licence_id = t.licence_id)',
  },
];

/**
 * Nobody writes or locks a licence until this transaction ends; reading goes on. A licence written between the move and the count, or a
 * second count at once, would leave figures that are not those of the licences. Taken before any licence is: a writer that holds some is
 * waited for, and none waits for ours while it holds its own.
 */
const holdLicences = (em: Em): Promise<unknown> => query(em, 'lock table licence in exclusive mode');

/** Licences are counted by division as they change: those of a changed one are counted anew. Under `holdLicences`. */
async function recountLicences(em: Em, divisions: readonly string[]): Promise<void> {
  await change(em, 'delete from licence_count where division = any($1)', [divisions]);
  await change(
    em,
    `insert into licence_count (type_code, division, issuer_code, issuer_name, state, valid_flag, licences)
     select type_code, division, issuer_code, issuer_name, state, valid_flag, count(*) from licence where division = any($1)
     group by 1, 2, 3, 4, 5, 6
     on conflict (type_code, division, issuer_code, issuer_name, state, valid_flag) do update set licences = excluded.licences`,
    [divisions],
  );
}

/** Settings, applications, checks, seals and licences follow a change of divisions (J-09). Holders follow their files. */
export async function followDivisions(em: Em, event: DivisionsChanged): Promise<void> {
  const touched = event.successions.flatMap(({ from, to }) => [from, to]);
  if (touched.length > 0) await holdLicences(em);
  await followSettings(em, 'certificate_setting', event);
  await followRows(em, COLUMNS, event);
  if (touched.length > 0) await recountLicences(em, [...new Set(touched)]);
}
