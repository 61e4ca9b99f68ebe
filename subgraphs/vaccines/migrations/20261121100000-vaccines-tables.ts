import { Migration } from '@mikro-orm/migrations';

const FIRST_YEAR = 2013;
const LAST_YEAR = 2035;

/** Tables of vaccines; the reasons for keys, partitions and indexes stand in the README. */
export class VaccinesTables extends Migration {
  override name = '20261121100000-vaccines-tables';

  override up(): void {
    this.#catalogue();
    this.#subjects();
    this.#doses();
    this.#clinic();
  }

  #catalogue(): void {
    this.addSql(`
      create table schedule_document (
        one boolean primary key default true check (one),
        document jsonb not null,
        loaded_at timestamptz not null default now()
      )`);
    this.addSql(`
      create table vaccine (
        code text primary key check (code ~ '^[0-9]{4}$'),
        name text not null,
        major_code text not null,
        major_name text not null
      )`);
    this.addSql(`
      create table product (
        id text primary key,
        vaccine_code text not null references vaccine,
        generic_name text not null,
        brand_name text,
        manufacturer text not null,
        presentation text,
        dose_volume_ml real,
        doses_per_container int not null,
        approval_number text,
        verification text not null
      )`);
    this.addSql('create index product_vaccine on product (vaccine_code)');
    this.addSql(`
      create table lot (
        product_id text not null references product,
        number text not null,
        expires_on date not null,
        primary key (product_id, number)
      )`);
    this.addSql(`
      create table stock_on_hand (
        organisation_id uuid not null,
        product_id text not null,
        lot_number text not null,
        doses_on_hand int not null,
        primary key (organisation_id, product_id, lot_number),
        foreign key (product_id, lot_number) references lot (product_id, number)
      )`);
  }

  #subjects(): void {
    // Digits sort by byte in collation C, so that a subtree of divisions is one range of the index.
    this.addSql(`
      create table subject (
        person_id uuid primary key,
        birth_date date not null,
        sex text not null,
        division text collate "C" not null,
        managing_org_id uuid not null,
        registration_state text not null,
        conditions text[] not null,
        birth_weight_g int,
        document_blind text,
        name_blind text not null,
        version int not null,
        forecast_on date
      )`);
    this.addSql('create index subject_division on subject (division, person_id)');
    this.addSql('create index subject_document on subject (document_blind) where document_blind is not null');
    this.addSql('create index subject_name on subject (name_blind, birth_date)');
    this.addSql('create index subject_forecast on subject (forecast_on, person_id) where forecast_on is not null');
    this.addSql(`
      create table binding (
        account_id text not null,
        person_id uuid not null,
        primary key (account_id, person_id)
      )`);
    this.addSql(`
      create table due_item (
        person_id uuid not null,
        birth_date date not null,
        division text collate "C" not null,
        clinic_id uuid not null,
        series text not null,
        dose int not null,
        earliest date not null,
        recommended date not null,
        overdue_from date,
        latest date,
        primary key (person_id, series)
      )`);
    this.addSql('create index due_item_division on due_item (division, earliest, person_id, series)');
  }

  #doses(): void {
    this.addSql(`
      create table dose (
        person_id uuid not null,
        birth_date date not null,
        dose_id uuid not null,
        division text collate "C" not null,
        given_on date not null,
        vaccine text not null,
        product_id text,
        lot_number text,
        trace_code text,
        site text,
        route text,
        volume_ml real,
        clinic_id uuid,
        clinic_name text,
        vaccinator_id text,
        vaccinator_name text,
        state text not null default 'given',
        void_reason text,
        voided_by text,
        voided_at timestamptz,
        source text not null,
        override_reason text,
        reviewed boolean not null default true,
        took_stock boolean not null default false,
        recorded_by text not null,
        command_id uuid,
        recorded_at timestamptz not null,
        received_at timestamptz not null default now(),
        primary key (person_id, birth_date, dose_id)
      ) partition by range (birth_date)`);
    this.addSql(`create table dose_until_2012 partition of dose for values from (minvalue) to ('${FIRST_YEAR}-01-01')`);
    for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
      this.addSql(
        `create table dose_${year} partition of dose for values from ('${year}-01-01') to ('${year + 1}-01-01')`,
      );
    }
    this.addSql('create index dose_trace_code on dose (trace_code) where trace_code is not null');
    this.addSql('create index dose_received on dose using brin (received_at)');
    this.addSql('create index dose_to_review on dose (division, dose_id) where not reviewed');
  }

  #clinic(): void {
    this.addSql(`
      create table observation (
        person_id uuid not null,
        dose_id uuid not null,
        organisation_id uuid not null,
        started_at timestamptz not null,
        ends_at timestamptz not null,
        ended_at timestamptz,
        minutes int not null,
        reaction text,
        primary key (person_id, dose_id)
      )`);
    this.addSql('create index observation_running on observation (organisation_id, ends_at) where ended_at is null');
    this.addSql(`
      create table clinic_setting (
        organisation_id uuid primary key,
        observation_minutes int not null
      )`);
  }
}
