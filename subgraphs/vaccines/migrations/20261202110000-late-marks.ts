import { Migration } from '@mikro-orm/migrations';

/** Marks of entries that arrived late beside something that had changed meanwhile: they stand, and somebody looks. */
export class LateMarks extends Migration {
  override name = '20261202110000-late-marks';

  override up(): void {
    this.addSql('alter table screening add column confirms_outdated boolean not null default false');
    this.addSql('alter table not_given add column beside_dose boolean not null default false');
    this.addSql('alter table aefi_case add column clock_ahead_s int not null default 0');
  }
}
