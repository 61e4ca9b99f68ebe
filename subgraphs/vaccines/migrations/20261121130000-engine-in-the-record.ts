import { Migration } from '@mikro-orm/migrations';

/** Tables of health facts, reasons of not given, doses that do not conform, names of organisations, and the history of the schedule document. */
export class EngineInTheRecord extends Migration {
  override name = '20261121130000-engine-in-the-record';

  override up(): void {
    this.#schedule();
    this.#facts();
    this.#conformity();
  }

  #schedule(): void {
    this.addSql('alter table schedule_document drop column one');
    this.addSql(`
      alter table schedule_document
        add column id uuid primary key default gen_random_uuid(),
        add column layers jsonb not null default '[]',
        add column loaded_by text,
        add column note text,
        add column version text,
        add column active_from timestamptz`);
    this.addSql('update schedule_document set active_from = loaded_at');
    this.addSql('alter table schedule_document alter column id drop default');
    this.addSql(
      'create index schedule_document_active on schedule_document (active_from) where active_from is not null',
    );
    this.addSql(`
      create table schedule_proposal (
        id uuid primary key,
        file_id uuid not null,
        file_name text not null,
        state text not null,
        created_by text not null,
        created_at timestamptz not null,
        base_id uuid,
        document jsonb,
        layers jsonb,
        findings jsonb not null default '[]',
        differences jsonb not null default '[]',
        affected jsonb,
        affected_files int
      )`);
    this.addSql('create index schedule_proposal_file on schedule_proposal (file_id)');
    this.addSql(`
      create table rejudging (
        id uuid primary key,
        document_id uuid not null references schedule_document,
        version text not null,
        cause text not null,
        state text not null,
        affected jsonb not null,
        last_person uuid not null,
        done int not null default 0,
        total int,
        changed int not null default 0,
        started_at timestamptz not null,
        finished_at timestamptz
      )`);
    this.addSql('create index rejudging_open on rejudging (id) where finished_at is null');
  }

  #facts(): void {
    // What the engine is told besides the copy of the file; the history of it stands in health_fact.
    this.addSql(`alter table subject add column facts jsonb not null default '[]'`);
    this.addSql(`
      create table health_fact (
        person_id uuid not null,
        fact_id uuid not null,
        kind text not null,
        code text not null,
        date date not null,
        until date,
        recorded_by text not null,
        recorded_at timestamptz not null,
        received_at timestamptz not null default now(),
        withdrawn_by text,
        withdrawn_at timestamptz,
        withdraw_reason text,
        primary key (person_id, fact_id)
      )`);
    this.addSql('create index health_fact_id on health_fact (fact_id)');
    this.addSql(`
      create table not_given (
        person_id uuid not null,
        id uuid not null,
        series text not null,
        dose int not null,
        reason text not null,
        note text,
        recorded_by text not null,
        recorded_at timestamptz not null,
        received_at timestamptz not null default now(),
        replaced boolean not null default false,
        primary key (person_id, id)
      )`);
    this.addSql('create index not_given_stands on not_given (person_id, series) where not replaced');
    this.addSql(`
      create index due_item_birth_dose on due_item (division, birth_date desc, person_id, series)
      where dose = 1 and series in ('BCG', 'HepB')`);
  }

  #conformity(): void {
    this.addSql('create table organisation (id uuid primary key, name text not null)');
    // One row per dose with a fault: few beside all doses, so the register never touches the partitions of dose.
    this.addSql(`
      create table non_conforming (
        person_id uuid not null,
        dose_id uuid not null,
        birth_date date not null,
        division text collate "C" not null,
        clinic_id uuid,
        given_on date not null,
        vaccine text not null,
        reasons text[] not null,
        primary key (person_id, dose_id)
      )`);
    this.addSql('create index non_conforming_division on non_conforming (division, given_on)');
    // Prints of what was last written and told, so that judging anew writes and tells only what changed.
    this.addSql('alter table subject add column due_print text, add column coverage_print text');
  }
}
