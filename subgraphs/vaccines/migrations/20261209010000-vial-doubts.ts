import { Migration } from '@mikro-orm/migrations';

/** Why a dose that came late cannot be of the vial it named: it is kept without one and waits for a look. */
export class VialDoubts extends Migration {
  override name = '20261209010000-vial-doubts';

  override up(): void {
    this.addSql("alter table dose add column vial_doubt text check (vial_doubt in ('other_content', 'other_clinic'))");
  }
}
