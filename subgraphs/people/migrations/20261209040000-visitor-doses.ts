import { Migration } from '@mikro-orm/migrations';

/** Doses given here to people of other provinces, and what their home province was told of each. */
export class VisitorDoses extends Migration {
  override name = '20261209040000-visitor-doses';

  override up(): void {
    this.addSql(`
      create table visitor_dose (
        case_blind text not null references visitor_case on delete cascade,
        dose_id uuid not null,
        given_on date not null,
        vaccine text not null,
        lot_number text,
        clinic_id uuid not null,
        state text not null check (state in ('given', 'voided')),
        version int not null default 1,
        told text check (told in ('given', 'voided')),
        told_at timestamptz,
        refused boolean not null default false,
        next_at timestamptz,
        attempts int not null default 0,
        failure text,
        primary key (case_blind, dose_id)
      )`);
    this.addSql('create index visitor_dose_next on visitor_dose (next_at) where next_at is not null');
    // What was given before is told too.
    this.addSql(`
      insert into visitor_dose (case_blind, dose_id, given_on, vaccine, clinic_id, state, next_at)
      select c.case_blind, d.dose_id, d.given_on, d.vaccine, d.clinic_id, 'given', now()
      from visitor_case c join person_dose d on d.person_id = c.person_id where d.clinic_id is not null`);
  }
}
