import { Migration } from '@mikro-orm/migrations';

/** Files of persons with their history, guardians, bindings; copies of organisations and townships. */
export class PeopleTables extends Migration {
  override name = '20261121100000-people-tables';

  override up(): void {
    // Numbers of barcodes (see barcode.ts); below stand those of files taken over from elsewhere.
    this.addSql('create sequence person_barcode start 50000000');
    // Document, phone and address are sealed; the blind columns answer exact search. The name stays plain: it is searched by prefix.
    this.addSql(`
      create table person (
        id uuid primary key,
        name text not null,
        name_key text collate "C" not null,
        pinyin text collate "C" not null,
        initials text collate "C" not null,
        sex text not null check (sex in ('F', 'M', 'U')),
        birth_date date not null,
        document_type text not null,
        document_sealed text,
        document_blind text,
        phone_sealed text,
        ethnicity text,
        residence text collate "C" not null check (length(residence) = 9),
        county text collate "C" not null generated always as (substr(residence, 1, 6)) stored,
        address_sealed text,
        managing_org_id uuid not null,
        registration_state text not null default 'active',
        conditions text[] not null default '{}',
        birth_weight_g int,
        barcode text not null unique,
        version int not null default 1,
        updated_at timestamptz not null default now()
      )`);
    // Never two live files with one document (J-01).
    this.addSql(`
      create unique index person_document on person (document_blind)
      where document_blind is not null and registration_state <> 'cancelled'`);
    this.addSql(`
      create index person_document_cancelled on person (document_blind)
      where document_blind is not null and registration_state = 'cancelled'`);
    this.addSql('create index person_name on person (name_key, birth_date)');
    this.addSql('create index person_place on person (residence, birth_date, id)');
    this.addSql('create index person_county_name on person (county, name_key, birth_date, id)');
    this.addSql('create index person_county_initials on person (county, initials)');
    this.addSql('create index person_birth on person (birth_date, county)');
    this.addSql(`
      create table guardian (
        person_id uuid not null references person on delete cascade,
        ordinal int not null,
        relation text not null,
        name text not null,
        name_key text not null,
        document_sealed text,
        phone_sealed text,
        phone_blind text,
        primary key (person_id, ordinal)
      )`);
    this.addSql('create index guardian_phone on guardian (phone_blind) where phone_blind is not null');
    this.addSql(`
      create table person_version (
        person_id uuid not null references person on delete cascade,
        version int not null,
        at timestamptz not null default now(),
        account_id text not null,
        role text not null,
        changed text[] not null,
        before_sealed text not null,
        after_sealed text not null,
        primary key (person_id, version)
      )`);
    this.addSql(`
      create table binding (
        account_id text not null,
        person_id uuid not null references person on delete cascade,
        relation text not null,
        way text not null,
        consent_at timestamptz not null,
        bound_at timestamptz not null default now(),
        primary key (account_id, person_id)
      )`);
    this.addSql('create index binding_person on binding (person_id)');
    this.addSql('create table binding_failure (account_id text not null, at timestamptz not null default now())');
    this.addSql('create index binding_failure_account on binding_failure (account_id, at)');
    this.addSql(`
      create table organisation (
        id uuid primary key,
        code text not null,
        name text not null,
        kind text not null,
        division_code text collate "C" not null
      )`);
    this.addSql('create index organisation_code on organisation (code)');
    this.addSql('create table township (code text collate "C" primary key, name text not null)');
  }
}
