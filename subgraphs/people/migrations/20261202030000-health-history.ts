import { Migration } from '@mikro-orm/migrations';

/** What is known of a person's health beyond what the schedule heeds (S-26), and what the log of a file is read by. */
export class HealthHistory extends Migration {
  override name = '20261202030000-health-history';

  override up(): void {
    this.addSql(`
      create table health_entry (
        person_id uuid not null references person on delete cascade,
        id uuid not null,
        kind text not null,
        code text not null,
        note_sealed text,
        since date not null,
        until date,
        recorded_at timestamptz not null default now(),
        recorded_by text not null,
        withdrawn_at timestamptz,
        withdrawn_by text,
        withdrawn_reason_sealed text,
        primary key (person_id, id)
      )`);
    this.addSql(`
      create index audit_line_changed_subject on audit_line (subject, seq)
      where subject is not null and operation like 'Mutation.%'`);
  }
}
