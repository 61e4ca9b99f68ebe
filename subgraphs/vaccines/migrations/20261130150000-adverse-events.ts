import { Migration } from '@mikro-orm/migrations';

/** Suspected adverse events (AEFI): cases, their suspect doses, their history, follow-ups. */
export class AdverseEvents extends Migration {
  override name = '20261130150000-adverse-events';

  override up(): void {
    // `next_due_at` is the limit that runs now, kept so that the late ones are one range of an index.
    this.addSql(`
      create table aefi_case (
        id uuid primary key,
        number text unique,
        person_id uuid not null,
        origin_person uuid,
        division text collate "C" not null,
        unit_id uuid not null,
        source text not null check (source in ('clinic', 'guardian', 'partner')),
        state text not null check (state in ('suspected', 'reported', 'reviewed', 'investigating', 'classified', 'closed', 'dismissed')),
        severity text not null check (severity in ('non_severe', 'severe', 'cluster', 'death')),
        major_concern boolean not null,
        onset_at timestamptz not null,
        found_at timestamptz not null,
        symptoms text[] not null check (cardinality(symptoms) > 0),
        fever text not null,
        redness text not null,
        induration text not null,
        description text,
        diagnosis text,
        hospitalised boolean not null,
        hospital text,
        treatment text,
        outcome text not null,
        cause text check ((cause is null) or state in ('reviewed', 'investigating', 'classified', 'closed')),
        cause_reason text,
        findings text,
        told_by text not null,
        handled_by text,
        entered_at timestamptz not null,
        reported_at timestamptz,
        reopened_at timestamptz,
        investigated_at timestamptz,
        findings_at timestamptz,
        classified_at timestamptz,
        closed_at timestamptz,
        next_due_at timestamptz,
        next_due text,
        reminded text,
        version int not null default 1
      )`);
    this.addSql('create index aefi_case_person on aefi_case (person_id, id)');
    this.addSql('create index aefi_case_unit on aefi_case (unit_id, id)');
    this.addSql('create index aefi_case_division on aefi_case (division, id)');
    this.addSql('create index aefi_case_due on aefi_case (next_due_at, id) where next_due_at is not null');
    // What the suspect doses were at the time of the report, the most suspect first.
    this.addSql(`
      create table aefi_dose (
        case_id uuid not null references aefi_case,
        rank int not null,
        dose_id uuid not null,
        vaccine text not null,
        product_id text,
        lot_number text,
        given_on date not null,
        clinic_id uuid,
        primary key (case_id, rank)
      )`);
    this.addSql(
      'create index aefi_dose_lot on aefi_dose (product_id, lot_number, case_id) where lot_number is not null',
    );
    this.addSql(`
      create table aefi_step (
        case_id uuid not null,
        number int not null,
        at timestamptz not null,
        action text not null,
        from_state text,
        to_state text not null,
        account_id text,
        unit_id uuid,
        reason text,
        before jsonb,
        primary key (case_id, number)
      )`);
    this.addSql(`
      create table aefi_follow_up (
        id uuid primary key,
        case_id uuid not null references aefi_case,
        seen_on date not null,
        outcome text not null,
        note text not null,
        account_id text not null,
        unit_id uuid,
        recorded_at timestamptz not null
      )`);
    this.addSql('create index aefi_follow_up_case on aefi_follow_up (case_id, id)');
    // The diagnosis group of a case: who asks for a seat is given one by another account.
    this.addSql(`
      create table aefi_expert (
        case_id uuid not null references aefi_case,
        account_id text not null,
        unit_id uuid,
        state text not null check (state in ('asked', 'seated', 'declined')),
        reason text not null,
        asked_at timestamptz not null,
        decided_by text,
        decided_at timestamptz,
        primary key (case_id, account_id)
      )`);
    // The last number of a county and year: case numbers have no gaps.
    this.addSql(`
      create table aefi_number (
        county text not null,
        year int not null,
        last int not null,
        primary key (county, year)
      )`);
  }
}
