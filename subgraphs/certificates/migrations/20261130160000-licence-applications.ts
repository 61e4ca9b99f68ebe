import { Migration } from '@mikro-orm/migrations';

/** Applications of holders for what becomes of their licences (延续、变更、补办、注销). */
export class LicenceApplications extends Migration {
  override name = '20261130160000-licence-applications';

  override up(): void {
    // Ids are UUIDv7: their order is that of submission. What was given, and what the licence said before and after, is sealed.
    this.addSql(`
      create table licence_application (
        id uuid primary key,
        kind text not null check (kind in ('extension', 'change', 'replacement', 'cancellation')),
        state text not null check (state in ('submitted', 'taken_up', 'granted', 'refused', 'withdrawn')),
        type_code text not null references licence_type,
        type_version int not null,
        licence_id uuid not null,
        number text not null,
        issuer_name text not null,
        division text collate "C" not null,
        account_id text not null,
        sealed text not null,
        submitted_at timestamptz not null,
        taken_up_at timestamptz,
        taken_up_by text,
        decided_at timestamptz,
        decided_by text,
        reason text,
        check ((state in ('submitted', 'taken_up')) = (decided_at is null)),
        check ((state = 'refused') <= (reason is not null))
      )`);
    this.addSql(`
      create unique index licence_application_open on licence_application (licence_id, kind)
        where state in ('submitted', 'taken_up')`);
    this.addSql('create index licence_application_state on licence_application (state, id desc)');
    this.addSql('create index licence_application_division on licence_application (division, id desc)');
    this.addSql('create index licence_application_account on licence_application (account_id, id desc)');
  }
}
