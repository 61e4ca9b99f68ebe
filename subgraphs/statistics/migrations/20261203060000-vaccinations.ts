import { Migration } from '@mikro-orm/migrations';

/** Recipients with their household type and doses, and what is counted of them (Q-103, Q-105, Q-108; denominators of S-66). */
export class VaccinationTables extends Migration {
  override name = '20261203060000-vaccinations';

  override up(): void {
    // One row a person, as last heard of. doses: by dose id, `[day, vaccine, clinic, lot, person of the event]`;
    // late: `{slot, day}` of doses counted and not in time; survivor_id: the file that stands for this one.
    this.addSql(`
      create table recipient (
        person_id uuid primary key,
        birth_date date,
        township text collate "C",
        sex "char" not null default 'U',
        state text not null default '',
        household text not null default 'unknown',
        version int not null default 0,
        survivor_id uuid,
        link_version int not null default 0,
        done bigint not null default 0,
        late jsonb not null default '[]',
        slots_version int not null default 0,
        doses jsonb not null default '{}'
      )`);
    this.addSql(
      `create index recipient_list on recipient (township, birth_date, person_id) where state <> 'cancelled'`,
    );
    this.addSql(`create index recipient_survivor on recipient (survivor_id) where survivor_id is not null`);
    // What a cell counts, and what its keys stand for: `modules/vaccinations/recipient.rules.ts`.
    this.addSql(`
      create table vaccination_rollup (
        measure text not null,
        period int not null,
        birth int not null,
        item text not null,
        place text collate "C" not null,
        household text not null,
        count int not null,
        primary key (measure, period, birth, item, place, household)
      ) with (fillfactor = 85)`);
    this.addSql(`create index vaccination_rollup_place on vaccination_rollup (measure, place)`);
    this.addSql(`
      create table vaccination_state (
        one boolean primary key default true check (one),
        as_of timestamptz not null
      )`);
  }
}
