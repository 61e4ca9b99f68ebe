import { Migration } from '@mikro-orm/migrations';

/** Devices of a unit, entries they left with its supervisor, and who that is. */
export class Devices extends Migration {
  override name = '20261202100000-devices';

  override up(): void {
    this.addSql('alter table account add column unit_master boolean not null default false');
    // The secret never leaves the device but in its own calls; here lies its hash.
    this.addSql(`
      create table device (
        id uuid primary key,
        secret_hash text not null,
        name text not null,
        organisation_id uuid not null references organisation,
        account_id uuid not null references account,
        session_id uuid,
        first_contact_at timestamptz not null,
        last_contact_at timestamptz not null,
        waiting int not null default 0,
        attention int not null default 0,
        pack_at timestamptz,
        lost_at timestamptz,
        lost_by uuid references account,
        lost_reason text,
        wiped_at timestamptz,
        left_unsent int
      )`);
    this.addSql('create index device_unit on device (organisation_id, last_contact_at desc)');
    // The key is the command of the step on its device: the same step told twice is one row. What was typed is sealed.
    this.addSql(`
      create table kept_entry (
        id uuid primary key,
        device_id uuid not null references device,
        account_id uuid not null references account,
        organisation_id uuid not null references organisation,
        place int not null,
        kind text not null,
        person_id uuid,
        entered_at timestamptz not null,
        kept_at timestamptz not null,
        is_behind boolean not null,
        problem jsonb,
        content_sealed text not null,
        state text not null default 'open' check (state in ('open', 'taken', 'set_aside', 'handed_back', 'settled')),
        settled_by uuid references account,
        settled_at timestamptz,
        note text
      )`);
    this.addSql('create index kept_entry_unit on kept_entry (organisation_id, kept_at desc, id desc)');
    this.addSql('create index kept_entry_device on kept_entry (device_id, account_id)');
  }
}
