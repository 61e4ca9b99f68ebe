import { Migration } from '@mikro-orm/migrations';

/** Keys taken out of use, the certificates issued anew because of it, and changes of root. */
export class KeyOperations extends Migration {
  override name = '20261129234800-key-operations';

  override up(): void {
    this.addSql('alter table signing_key add column revoked_by text, add column revoked_reason text');
    this.addSql(`
      create table key_reissue (
        id uuid primary key,
        kid text not null,
        last_person uuid not null,
        total int,
        done int not null default 0,
        reissued int not null default 0,
        ended int not null default 0,
        failed boolean not null default false,
        started_at timestamptz not null,
        finished_at timestamptz
      )`);
    this.addSql('create index key_reissue_open on key_reissue (id) where finished_at is null');
    // `file` is the last list of the old root: it names the new one, for devices that were away meanwhile.
    this.addSql(`
      create table root_handover (
        from_kid text primary key,
        to_kid text not null,
        announced_at timestamptz not null,
        finished_at timestamptz,
        file bytea
      )`);
  }
}
