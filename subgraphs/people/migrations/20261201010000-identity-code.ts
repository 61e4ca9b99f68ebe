import { Migration } from '@mikro-orm/migrations';

/** The unified identity code of a file (J-01), and the codes it had before. Files made before get theirs by a job (identity-code.fill.ts). */
export class IdentityCodes extends Migration {
  override name = '20261201010000-identity-code';

  override up(): void {
    this.addSql(`
      alter table person add column identity_sealed text, add column identity_blind text,
        add column identity_order int, add column birth_order int`);
    // Never two live files with one code.
    this.addSql(`
      create unique index person_identity on person (identity_blind, identity_order)
      where identity_blind is not null and registration_state <> 'cancelled'`);
    this.addSql(`
      create index person_identity_cancelled on person (identity_blind)
      where identity_blind is not null and registration_state = 'cancelled'`);
    this.addSql('create index person_without_identity on person (id) where identity_blind is null');
    this.addSql(`
      create table former_identity (
        identity_blind text not null,
        identity_order int not null,
        person_id uuid not null references person on delete cascade,
        until timestamptz not null default now(),
        primary key (identity_blind, identity_order, person_id)
      )`);
  }
}
