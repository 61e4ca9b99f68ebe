import { Migration } from '@mikro-orm/migrations';

/** The few files with any health state, for the list of special groups. */
export class SpecialGroups extends Migration {
  override name = '20261202060000-special-groups';

  override up(): void {
    this.addSql(`
      create index subject_health on subject (division, birth_date, person_id)
      where conditions <> '{}' or facts <> '[]'`);
  }
}
