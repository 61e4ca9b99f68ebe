import { Migration } from '@mikro-orm/migrations';

/** Records of checks are read over all rounds, the latest first, and found by name. */
export class CheckRecords extends Migration {
  override name = '20261130005700-check-records';

  override up(): void {
    this.addSql('create index school_pupil_school on school_pupil (school_id, id)');
    this.addSql('create index school_pupil_name on school_pupil (name_blind)');
  }
}
