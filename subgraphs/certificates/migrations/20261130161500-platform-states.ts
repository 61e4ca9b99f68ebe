import { Migration } from '@mikro-orm/migrations';

/** What the licence platform says of a submission later, what is taken back there, and how far its changes were read. */
export class PlatformStates extends Migration {
  override name = '20261130161500-platform-states';

  override up(): void {
    this.addSql('alter table licence_submission drop constraint licence_submission_kind_check');
    this.addSql(`
      alter table licence_submission
        add constraint licence_submission_kind_check check (kind in ('certificate', 'seal', 'withdrawal')),
        add column cause text,
        add column platform_state text,
        add column platform_at timestamptz,
        add column platform_reason text,
        add column sealing_receipt text,
        add column sealing_seal text,
        add column sealing_at timestamptz,
        add column sealing_state text,
        add column sealing_withdrawn_at timestamptz`);
    // A file may be withdrawn first and its certificate revoked later: both are told.
    this.addSql('alter table licence_submission drop constraint licence_submission_kind_subject_id_key');
    this.addSql(
      "create unique index licence_submission_one on licence_submission (subject_id, kind, (coalesce(cause, '')))",
    );
    this.addSql(`
      create table platform_feed (
        only_one boolean primary key default true check (only_one),
        cursor text,
        due_at timestamptz not null
      )`);
    this.addSql("insert into platform_feed (due_at) values ('-infinity')");
  }
}
