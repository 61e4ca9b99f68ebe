import { Migration } from '@mikro-orm/migrations';

/** Facts per child, and what is counted from them (performance.md B.2-B.3: rollups by delta table and merge). */
export class CoverageTables extends Migration {
  override name = '20261121100000-coverage';

  override up(): void {
    // Keyed by the person alone: two sources describe one child in any order, and one of them may still carry the birth date before a
    // correction. `birth_date` is null as long as only the doses of a child are known.
    this.addSql(`
      create table child_coverage (
        person_id uuid primary key,
        birth_date date,
        township text collate "C",
        clinic text,
        sex "char",
        state text,
        four_dose_hepb boolean not null default false,
        version int not null default 0,
        done bigint not null default 0,
        timely bigint not null default 0,
        dates date[] not null default '{}'
      )`);
    this.addSql(
      `create index child_coverage_list on child_coverage (township, birth_date, person_id) where state = 'active'`,
    );
    this.addSql(`
      create table coverage_delta (
        township text collate "C" not null,
        birth_month int not null,
        measure smallint not null,
        count int not null,
        timely int not null
      )`);
    // grain: see coverage.measures.ts; period: birth month as year * 12 + month - 1, or birth year; place: township or county.
    this.addSql(`
      create table coverage_rollup (
        grain smallint not null,
        measure smallint not null,
        period int not null,
        place text collate "C" not null,
        count int not null,
        timely int not null,
        primary key (grain, measure, period, place)
      ) with (fillfactor = 85)`);
    this.addSql(`
      create table coverage_state (
        one boolean primary key default true check (one),
        as_of timestamptz not null
      )`);
  }
}
