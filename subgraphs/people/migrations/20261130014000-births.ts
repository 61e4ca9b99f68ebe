import { Migration } from '@mikro-orm/migrations';

/** Obstetric files (产科建档): what the maternity unit knows beyond the file of the person, and where the file goes. */
export class Births extends Migration {
  override name = '20261130014000-births';

  override up(): void {
    // The mother's name and numbers are sealed; her test results are what the schedule and the statistics need.
    // `handed_version` is the version of the person's file when it was handed over: while it stands, that can be undone.
    this.addSql(`
      create table birth_file (
        person_id uuid primary key references person on delete cascade,
        state text not null check (state in ('filed', 'pushed', 'pulled', 'returned', 'cancelled')),
        obstetric_unit uuid not null,
        obstetric_division text collate "C" not null,
        household text collate "C" not null,
        destination_by text not null check (destination_by in ('household', 'residence', 'obstetric')),
        destination_unit uuid not null,
        destination_division text collate "C" not null,
        filed_on date not null,
        push_on date not null,
        birth_time text,
        gestation_weeks int,
        birth_order int,
        mother_sealed text not null,
        hbsag text check (hbsag in ('positive', 'negative', 'untested')),
        anti_hbs text check (anti_hbs in ('positive', 'negative', 'untested')),
        tested_on date,
        handed_version int,
        version int not null default 1
      )`);
    this.addSql('create index birth_file_unit on birth_file (obstetric_unit, filed_on, person_id)');
    this.addSql('create index birth_file_destination on birth_file (destination_unit, filed_on, person_id)');
    this.addSql('create index birth_file_division on birth_file (destination_division, filed_on, person_id)');
    this.addSql('create index birth_file_place on birth_file (obstetric_division, filed_on, person_id)');
    this.addSql(`create index birth_file_due on birth_file (push_on) where state = 'filed'`);
  }
}
