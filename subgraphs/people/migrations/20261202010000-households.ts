import { Migration } from '@mikro-orm/migrations';

/** Households with their members (J-05); guardians that came from the household, and those that were. */
export class Households extends Migration {
  override name = '20261202010000-households';

  override up(): void {
    this.addSql('create table household_count (county text collate "C" primary key, last int not null)');
    this.addSql(`
      create table household (
        id uuid primary key,
        number text not null unique,
        division text collate "C" not null,
        opened_at timestamptz not null default now(),
        opened_by text not null,
        closed_at timestamptz
      )`);
    // A row is one stay with one relation: what changes ends it and begins another, so that each state can be read again.
    this.addSql(`
      create table household_member (
        person_id uuid not null references person on delete cascade,
        household_id uuid not null references household on delete cascade,
        joined_at timestamptz not null,
        relation text not null,
        joined_by text not null,
        ended_at timestamptz,
        ended_by text,
        end_reason text,
        primary key (person_id, household_id, joined_at)
      )`);
    this.addSql('create unique index household_member_live on household_member (person_id) where ended_at is null');
    this.addSql('create index household_member_household on household_member (household_id)');
    this.addSql('alter table guardian add column member_id uuid');
    this.addSql(`
      create table former_guardian (
        person_id uuid not null references person on delete cascade,
        ended_at timestamptz not null default now(),
        ordinal int not null,
        relation text not null,
        name text not null,
        ended_by text not null,
        reason text not null,
        primary key (person_id, ended_at, ordinal)
      )`);
  }
}
