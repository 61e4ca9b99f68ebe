import { Migration } from '@mikro-orm/migrations';

/** Counts and records of fetches of files, and the reminders given. */
export class FetchLimits extends Migration {
  override name = '20261129233000-fetch-limits';

  override up(): void {
    // Scope `day` counts a licence type on a date, `year` all types in a year. What an administrator released counts no more.
    this.addSql(`
      create table fetch_counter (
        account_id text not null,
        scope text not null check (scope in ('day', 'year')),
        licence_type text not null,
        period text not null,
        used int not null,
        released int not null default 0,
        allowed int not null,
        division text collate "C" not null,
        primary key (account_id, scope, licence_type, period)
      )`);
    this.addSql(
      'create index fetch_counter_full on fetch_counter (period, account_id) where used - released >= allowed',
    );
    this.addSql(`
      create table fetch_record (
        id uuid primary key,
        at timestamptz not null,
        account_id text not null,
        person_id uuid,
        licence_type text not null,
        certificate_id text,
        use text not null,
        division text collate "C" not null,
        sealed text not null,
        name_blind text not null,
        document_blind text
      )`);
    this.addSql('create index fetch_record_division on fetch_record (division, id desc)');
    this.addSql('create index fetch_record_name on fetch_record (name_blind)');
    this.addSql('create index fetch_record_document on fetch_record (document_blind)');
    this.addSql(`
      create table reminder (
        subject_id uuid not null,
        step text not null,
        at timestamptz not null,
        primary key (subject_id, step)
      )`);
  }
}
