import { Migration } from '@mikro-orm/migrations';

/**
 * Informed consents (H-18): rows are only added. A withdrawal is a row of its own that names the decision it takes back. Names of signers and
 * signatures are sealed.
 */
export class Consents extends Migration {
  override name = '20261130160000-consents';

  override up(): void {
    this.addSql(`
      create table consent (
        person_id uuid not null,
        id uuid not null,
        text_id text not null,
        text_version int not null,
        text_hash text not null check (length(text_hash) = 64),
        vaccine text not null,
        decision text not null check (decision in ('agree', 'refuse', 'withdraw')),
        withdraws uuid check ((decision = 'withdraw') = (withdraws is not null)),
        reason text check ((decision = 'agree') = (reason is null)),
        signer_account text,
        signer_name text,
        relation text check (relation in ('mother', 'father', 'other', 'self')),
        signature text check ((decision = 'withdraw') = (signature is null)),
        signed_at timestamptz not null,
        signed_on date not null,
        device text,
        clinic_id uuid,
        recorded_by text not null,
        received_at timestamptz not null default now(),
        origin_person uuid,
        primary key (person_id, id),
        check ((signer_account is null) = (signer_name is not null))
      )`);
    this.addSql('create unique index consent_id on consent (id)');
    this.addSql(`create unique index consent_withdrawn on consent (person_id, withdraws) where decision = 'withdraw'`);
    this.addSql(
      `create index consent_clinic_day on consent (clinic_id, signed_on, signed_at, id) where decision <> 'withdraw'`,
    );
  }
}
