import { Migration } from '@mikro-orm/migrations';

/** The transaction of the last change of each record: what a device asks for after its first pack. */
export class ChangesForPacks extends Migration {
  override name = '20261128231600-changes-for-packs';

  override up(): void {
    this.addSql('alter table subject add column changed xid8 not null default pg_current_xact_id()');
    this.addSql('create index subject_changed on subject (division, changed, person_id)');
  }
}
