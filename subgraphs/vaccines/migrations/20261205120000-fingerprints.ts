import { Migration } from '@mikro-orm/migrations';

/**
 * Fingerprints taken at a sign-off (H-10), where the clinic asks for one. The template lies sealed in the file store; its row says whose it
 * is and who agreed, and stays when it is deleted.
 */
export class Fingerprints extends Migration {
  override name = '20261205120000-fingerprints';

  override up(): void {
    this.addSql('alter table clinic_setting add column asks_fingerprint boolean not null default false');
    this.addSql(`
      create table visit_fingerprint (
        id uuid primary key references stored_file,
        visit_id uuid not null,
        account_id text not null,
        finger_of text not null check (finger_of in ('recipient', 'guardian')),
        quality int not null check (quality between 0 and 100),
        consent_by text not null check (consent_by in ('recipient', 'guardian')),
        consent_words int not null,
        taken_at timestamptz not null,
        deleted_at timestamptz,
        deleted_by text
      )`);
    this.addSql(`
      alter table visit_step add column fingerprint_id uuid references visit_fingerprint,
        add column unconfirmed text check (unconfirmed in ('declined', 'device_fault', 'unreadable', 'urgent'))`);
  }
}
