import { Migration } from '@mikro-orm/migrations';

/** Pupils of entry checks and what is counted from them; names and kinds of the organisations that read or are counted. */
export class SchoolSummaryTables extends Migration {
  override name = '20261129230800-school-summary';

  override up(): void {
    this.addSql(`
      create table organisation_copy (
        id uuid primary key,
        name text not null,
        kind text not null,
        division text collate "C" not null
      )`);
    // The last state of each pupil's row: an event that comes again, or out of order, is measured against it.
    this.addSql(`
      create table pupil_state (
        row_id uuid primary key,
        version int not null,
        event jsonb not null
      )`);
    // place: id of a school, or the code of a division above it; parent: the place one level up, empty for a province.
    this.addSql(`
      create table school_summary (
        round text not null,
        place text collate "C" not null,
        parent text collate "C" not null,
        measure text not null,
        slot text not null default '',
        count int not null,
        primary key (round, place, measure, slot)
      )`);
    this.addSql('create index school_summary_parent on school_summary (round, parent)');
    this.addSql(`
      create table school_summary_state (
        one boolean primary key default true check (one),
        as_of timestamptz not null
      )`);
  }
}
