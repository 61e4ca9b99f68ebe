import { Migration } from '@mikro-orm/migrations';

/** Visits of clinics step by step (S-44), the questions of the health inquiry by version, and what was answered (H-17). */
export class Visits extends Migration {
  override name = '20261130060000-visits';

  override up(): void {
    this.addSql(`
      create table screening_form (
        version text primary key,
        effective_from date not null,
        content jsonb not null
      )`);
    this.addSql(`
      create table visit (
        person_id uuid not null,
        id uuid not null unique,
        organisation_id uuid not null,
        day date not null,
        state text not null,
        opened_by text not null,
        opened_at timestamptz not null,
        received_at timestamptz not null default now(),
        break_reason text,
        break_note text,
        version int not null default 1,
        origin_person uuid,
        primary key (person_id, id)
      )`);
    // The queue of a clinic's day, and its pages.
    this.addSql('create index visit_day on visit (organisation_id, day, opened_at, id)');
    this.addSql(`
      create table visit_step (
        visit_id uuid not null references visit (id),
        seq int not null,
        kind text not null,
        account_id text not null,
        at timestamptz not null,
        received_at timestamptz not null default now(),
        dose_id uuid,
        undone_by text,
        undone_at timestamptz,
        primary key (visit_id, seq)
      )`);
    this.addSql(`
      create table screening (
        person_id uuid not null,
        id uuid not null,
        visit_id uuid references visit (id),
        form_version text not null references screening_form,
        answers jsonb not null,
        vaccines text[] not null,
        temperature real,
        advice text not null,
        conclusion text,
        until date,
        note text,
        by_family boolean not null,
        signed_name text check (by_family = (signed_name is not null)),
        confirms uuid,
        account_id text not null,
        day date not null,
        answered_at timestamptz not null,
        received_at timestamptz not null default now(),
        origin_person uuid,
        primary key (person_id, id)
      )`);
    this.addSql('create index screening_visit on screening (visit_id) where visit_id is not null');
    this.addSql('create index screening_family on screening (person_id, day) where by_family');
    this.addSql('alter table dose add column visit_id uuid');
    this.addSql('alter table observation add column left_at timestamptz');
  }
}
