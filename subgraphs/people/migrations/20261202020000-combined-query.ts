import { Migration } from '@mikro-orm/migrations';

/** What the combined query (组合查询, J-07) asks of doses, copied from the events of vaccines; and the queries that were kept. */
export class CombinedQuery extends Migration {
  override name = '20261202020000-combined-query';

  override up(): void {
    // A voided dose has no row. No reference to person: the event of a dose may come before that of its file.
    this.addSql(`
      create table person_dose (
        person_id uuid not null,
        dose_id uuid not null,
        vaccine text collate "C" not null,
        given_on date not null,
        clinic_id uuid,
        primary key (person_id, dose_id)
      )`);
    this.addSql(`
      create table saved_query (
        id uuid primary key,
        account_id text not null,
        organisation_id uuid,
        name text not null,
        is_shared boolean not null,
        query jsonb not null,
        columns text[] not null,
        changed_at timestamptz not null
      )`);
    this.addSql('create unique index saved_query_name on saved_query (account_id, name)');
    this.addSql('create index saved_query_unit on saved_query (organisation_id) where is_shared');
  }
}
