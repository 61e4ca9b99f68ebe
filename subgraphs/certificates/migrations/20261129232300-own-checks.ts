import { Migration } from '@mikro-orm/migrations';

/** The parent's own entry check (自助查验) with its report. */
export class OwnChecks extends Migration {
  override name = '20261129232300-own-checks';

  override up(): void {
    // `division` is the child's township, `school_division` that of the school: the clinic looks by the one, education by the other.
    this.addSql(`
      create table own_check (
        id uuid primary key,
        number text not null unique,
        account_id text not null,
        person_id uuid not null,
        name_blind text not null,
        division text collate "C" not null,
        clinic_id uuid not null,
        school_id uuid not null,
        school_division text collate "C" not null,
        entry_kind text not null check (entry_kind in ('nursery', 'kindergarten', 'primary_school', 'transfer')),
        check_date date not null,
        result smallint not null,
        missing jsonb not null,
        schedule_version text not null,
        code text not null,
        payload_hash text not null unique,
        list_id text not null,
        position int not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        revoked_at timestamptz,
        revoked_reason text,
        taken_at timestamptz,
        taken_by text
      )`);
    this.addSql('create index own_check_account on own_check (account_id, id)');
    this.addSql('create index own_check_school on own_check (school_id, id)');
    this.addSql('create index own_check_division on own_check (division, id)');
    this.addSql('create index own_check_school_division on own_check (school_division, id)');
    this.addSql('create index own_check_name on own_check (name_blind)');
    this.addSql('create index own_check_standing on own_check (person_id) where revoked_at is null');
  }
}
