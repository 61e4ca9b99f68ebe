import { Migration } from '@mikro-orm/migrations';

/** Version of the counted doses taken over last: events of long transactions come after those of shorter, later ones. */
export class DosesVersion extends Migration {
  override name = '20261121120000-doses-version';

  override up(): void {
    this.addSql('alter table child_coverage add column doses_version int not null default 0');
  }
}
