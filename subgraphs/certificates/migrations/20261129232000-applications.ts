import { Migration } from '@mikro-orm/migrations';

/** Applications for certificates, settings by division, the default certificate of an account. */
export class Applications extends Migration {
  override name = '20261129232000-applications';

  override up(): void {
    // Ids are UUIDv7: their order is that of submission. Names, numbers and phones are sealed.
    this.addSql(`
      create table application (
        id uuid primary key,
        person_id uuid not null,
        account_id text not null,
        state text not null check (state in ('submitted', 'approved', 'refused', 'withdrawn')),
        relation text not null,
        issuer_id uuid not null,
        division text collate "C" not null,
        birth_date date not null,
        sealed text not null,
        name_blind text not null,
        phone_blind text,
        findings text[] not null default '{}',
        submitted_at timestamptz not null,
        decided_at timestamptz,
        decided_by text,
        decided_how text check (decided_how in ('automatic', 'manual')),
        reason text,
        certificate_id uuid,
        version int not null default 1,
        check ((state = 'submitted') = (decided_at is null)),
        check ((state = 'approved') = (certificate_id is not null))
      )`);
    this.addSql(`create unique index application_open on application (person_id) where state = 'submitted'`);
    this.addSql('create index application_state on application (state, id desc)');
    this.addSql('create index application_account on application (account_id, person_id, id desc)');
    this.addSql('create index application_person on application (person_id)');
    this.addSql('create index application_name on application (name_blind)');
    this.addSql('create index application_phone on application (phone_blind) where phone_blind is not null');
    this.addSql(`
      create table certificate_setting (
        division text primary key,
        review text not null check (review in ('automatic', 'manual')),
        max_certificates int not null,
        fetches_per_day int not null,
        fetches_per_year int not null,
        remind_days int[] not null,
        version int not null,
        changed_at timestamptz not null,
        changed_by text not null
      )`);
    this.addSql(`
      create table default_holder (
        account_id text primary key,
        person_id uuid not null
      )`);
  }
}
