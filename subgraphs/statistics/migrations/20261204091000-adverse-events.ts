import { Migration } from '@mikro-orm/migrations';

/** Suspected adverse events as last heard of, and the doses their rates are counted by: by day and county, by month and unit. */
export class AdverseEventTables extends Migration {
  override name = '20261204091000-adverse-events';

  override up(): void {
    // A province has a few thousand cases a year: they are counted when they are asked for, there are no kept sums.
    this.addSql(`
      create table adverse_event (
        case_id uuid primary key,
        version int not null,
        is_counted boolean not null,
        is_serious boolean not null,
        is_late boolean not null,
        cause text,
        vaccine text not null,
        lot text,
        onset_on date not null,
        place text collate "C" not null,
        unit uuid not null,
        age int not null
      )`);
    this.addSql('create index adverse_event_counted on adverse_event (onset_on, place) where is_counted');
    this.addSql(`
      create table adverse_event_state (
        one boolean primary key default true check (one),
        as_of timestamptz not null
      )`);
    this.#doses();
  }

  /** Cells of before are counted from the rows they come from: nobody needs to take all events over again. */
  #doses(): void {
    const doses = `from recipient r cross join lateral jsonb_each(r.doses) d
      where r.state <> 'cancelled' and r.birth_date is not null and r.township is not null group by 1, 2, 3, 4, 5, 6`;
    this.addSql(`delete from vaccination_rollup where measure = 'u'`);
    this.addSql(
      `insert into vaccination_rollup (measure, period, birth, item, place, household, count)
       select 'u', extract(year from (d.value ->> 0)::date)::int * 12 + extract(month from (d.value ->> 0)::date)::int - 1, 0,
         d.value ->> 1, d.value ->> 2, left(r.township, 6), count(*) ${doses}`,
    );
    this.addSql(
      `insert into vaccination_rollup (measure, period, birth, item, place, household, count)
       select 'g', (d.value ->> 0)::date - date '1970-01-01', 0, d.value ->> 1, left(r.township, 6), '', count(*) ${doses}`,
    );
  }
}
