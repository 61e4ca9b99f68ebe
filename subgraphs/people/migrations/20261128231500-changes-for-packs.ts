import { Migration } from '@mikro-orm/migrations';

/** The transaction of the last change of each file, and where files went away: what a device asks for after its first pack. */
export class ChangesForPacks extends Migration {
  override name = '20261128231500-changes-for-packs';

  override up(): void {
    this.addSql('alter table person add column changed xid8 not null default pg_current_xact_id()');
    this.addSql('create index person_changed on person (residence, changed, id)');
    this.addSql(`
      create table person_departure (
        residence text collate "C" not null,
        changed xid8 not null default pg_current_xact_id(),
        person_id uuid not null,
        primary key (residence, changed, person_id)
      )`);
  }
}
